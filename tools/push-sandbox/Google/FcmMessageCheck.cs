using System.Text;
using System.Text.Json;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Google;

/// <summary>
/// Whether FCM takes a message, after the reference of <c>projects.messages</c>. Down to <c>message.android</c> every field
/// is checked; what Goring does not send (<c>notification</c>, <c>apns</c>, <c>webpush</c>) is taken as it is.
/// </summary>
internal static class FcmMessageCheck
{
    private const int LargestData = 4096;

    private static readonly FieldNames Request = new("message", "validate_only");

    private static readonly FieldNames Message = new(
        "name", "data", "notification", "android", "webpush", "apns", "fcm_options", "token", "topic", "condition");

    /// <summary>Null: it does.</summary>
    public static Answer? Refuse(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return GoogleError.BadField("", "Invalid JSON payload received. The root must be an object.");
        }

        if (Request.FindUnknown(request) is { } unknown)
        {
            return GoogleError.BadField("", FieldNames.Unknown(unknown, ""));
        }

        if (!request.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object)
        {
            return GoogleError.BadField("message", "The message is not set.");
        }

        if (Message.FindUnknown(message) is { } stranger)
        {
            return GoogleError.BadField("message", FieldNames.Unknown(stranger, "message"));
        }

        return RefuseData(message) ?? FcmAndroidCheck.Refuse(message) ?? RefuseTarget(message);
    }

    /// <summary>Empty where there is none.</summary>
    public static string DeviceTokenOf(JsonElement request) =>
        request.ValueKind == JsonValueKind.Object
        && request.TryGetProperty("message", out var message)
        && message.ValueKind == JsonValueKind.Object
        && message.TryGetProperty("token", out var token)
        && token.ValueKind == JsonValueKind.String
            ? token.GetString()!
            : "";

    private static Answer? RefuseTarget(JsonElement message)
    {
        if (!message.TryGetProperty("token", out var token))
        {
            return GoogleError.BadMessage("message.token", "The sandbox sends to devices alone: token must be set.");
        }

        return token.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(token.GetString())
            ? null
            : GoogleError.BadMessage(
                "message.token", "The registration token is not a valid FCM registration token");
    }

    private static Answer? RefuseData(JsonElement message)
    {
        if (!message.TryGetProperty("data", out var data))
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            return GoogleError.BadField("message.data", "Invalid value at 'message.data': it must be an object.");
        }

        var bytes = 0;
        var index = 0;
        foreach (var entry in data.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
            {
                var field = $"message.data[{index}].value";
                return GoogleError.BadField(field, $"Invalid value at '{field}' (TYPE_STRING), {entry.Value.GetRawText()}");
            }

            if (IsReserved(entry.Name))
            {
                return GoogleError.BadMessage("message.data", $"Invalid data payload key: {entry.Name}");
            }

            bytes += Encoding.UTF8.GetByteCount(entry.Name) + Encoding.UTF8.GetByteCount(entry.Value.GetString()!);
            index++;
        }

        return bytes <= LargestData ? null : GoogleError.BadMessage("message.data", "Android message is too big");
    }

    /// <summary>As the older reference says it: any word that starts so. The newer wants a dot behind it.</summary>
    private static bool IsReserved(string key) =>
        key is "from" or "message_type"
        || key.StartsWith("google", StringComparison.Ordinal)
        || key.StartsWith("gcm", StringComparison.Ordinal);
}
