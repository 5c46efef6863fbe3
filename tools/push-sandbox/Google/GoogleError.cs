using System.Text.Json.Nodes;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Google;

/// <summary>Failures in the shape of <c>google.rpc.Status</c>, with the details that FCM gives.</summary>
internal static class GoogleError
{
    /// <summary>What stands in <c>status</c> where it is not the <c>errorCode</c> itself.</summary>
    private static readonly Dictionary<string, string> Statuses = new(StringComparer.Ordinal)
    {
        ["UNREGISTERED"] = "NOT_FOUND",
        ["SENDER_ID_MISMATCH"] = "PERMISSION_DENIED",
        ["THIRD_PARTY_AUTH_ERROR"] = "UNAUTHENTICATED",
        ["QUOTA_EXCEEDED"] = "RESOURCE_EXHAUSTED",
    };

    /// <summary>Those that come from in front of FCM, and so without an <c>FcmError</c> among the details.</summary>
    private static readonly HashSet<string> WithoutErrorCode = new(StringComparer.Ordinal)
    {
        "NOT_FOUND", "UNAUTHENTICATED",
    };

    /// <summary>400: a field that does not fit the message's schema. No <c>errorCode</c>: FCM never sees it.</summary>
    public static Answer BadField(string field, string description) =>
        Of(400, "INVALID_ARGUMENT", description, Violation(field, description));

    /// <summary>400: a message that fits the schema and that FCM does not take.</summary>
    public static Answer BadMessage(string field, string description) =>
        Of(400, "INVALID_ARGUMENT", description, ErrorCode("INVALID_ARGUMENT"), Violation(field, description));

    public static Answer Unauthenticated(string reason) => Of(
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        + "authentication credential.",
        new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
            ["reason"] = reason,
            ["domain"] = "googleapis.com",
        });

    public static Answer NoSuchProject() => Of(404, "NOT_FOUND", "Requested entity was not found.");

    public static string BodyOf(ScriptedAnswer script)
    {
        var reason = script.Reason ?? "UNKNOWN";
        List<JsonObject> details = [];
        if (!WithoutErrorCode.Contains(reason))
        {
            details.Add(ErrorCode(reason));
        }

        if (script.Field is { } field)
        {
            details.Add(Violation(field, "Invalid value."));
        }

        return Of(
            script.Status ?? 0, Statuses.GetValueOrDefault(reason, reason), $"The script answers {reason}.", [.. details]).Body;
    }

    private static Answer Of(int code, string status, string message, params JsonObject[] details)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message, ["status"] = status };
        if (details.Length > 0)
        {
            error["details"] = new JsonArray(details);
        }

        return new(code, status, new JsonObject { ["error"] = error }.ToJsonString());
    }

    private static JsonObject ErrorCode(string code) => new()
    {
        ["@type"] = "type.googleapis.com/google.firebase.fcm.v1.FcmError",
        ["errorCode"] = code,
    };

    private static JsonObject Violation(string field, string description) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.BadRequest",
        ["fieldViolations"] = new JsonArray(new JsonObject { ["field"] = field, ["description"] = description }),
    };
}
