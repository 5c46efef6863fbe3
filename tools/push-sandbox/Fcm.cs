namespace Goring.PushSandbox;

/// <summary>Scripted answers as FCM HTTP v1 gives them, after Firebase's reference of <c>ErrorCode</c>.</summary>
public static class Fcm
{
    public static ScriptedAnswer Unregistered { get; } = Of(404, "UNREGISTERED");

    /// <summary>404 without an <c>errorCode</c>: there is no such project, and the device token may well be good.</summary>
    public static ScriptedAnswer WrongProject { get; } = Of(404, "NOT_FOUND");

    /// <summary>401 without an <c>errorCode</c>: the access token is not good.</summary>
    public static ScriptedAnswer Unauthenticated { get; } = Of(401, "UNAUTHENTICATED");

    /// <summary>401: the APNs or web push credentials that Firebase holds are not good.</summary>
    public static ScriptedAnswer ThirdPartyAuthError { get; } = Of(401, "THIRD_PARTY_AUTH_ERROR");

    public static ScriptedAnswer SenderIdMismatch { get; } = Of(403, "SENDER_ID_MISMATCH");

    public static ScriptedAnswer Internal { get; } = Of(500, "INTERNAL");

    /// <param name="field">Which field is named as wrong, such as <c>message.token</c>; null: none.</param>
    public static ScriptedAnswer InvalidArgument(string? field) => Of(400, "INVALID_ARGUMENT") with { Field = field };

    public static ScriptedAnswer QuotaExceeded(TimeSpan? retryAfter = null) =>
        Of(429, "QUOTA_EXCEEDED") with { RetryAfter = retryAfter };

    public static ScriptedAnswer Unavailable(TimeSpan? retryAfter = null) =>
        Of(503, "UNAVAILABLE") with { RetryAfter = retryAfter };

    private static ScriptedAnswer Of(int status, string code) => new() { Status = status, Reason = code };
}
