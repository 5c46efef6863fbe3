using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Google;

/// <summary>Whether FCM takes a message's <c>android</c>.</summary>
internal static partial class FcmAndroidCheck
{
    private const decimal LongestTtlSeconds = 2_419_200;

    private static readonly FieldNames Android = new(
        "collapse_key",
        "priority",
        "ttl",
        "restricted_package_name",
        "data",
        "notification",
        "fcm_options",
        "direct_boot_ok",
        "bandwidth_constrained_ok",
        "restricted_satellite_ok");

    public static Answer? Refuse(JsonElement message)
    {
        if (!message.TryGetProperty("android", out var android))
        {
            return null;
        }

        if (android.ValueKind != JsonValueKind.Object)
        {
            return GoogleError.BadField("message.android", "Invalid value at 'message.android': it must be an object.");
        }

        return Android.FindUnknown(android) is { } unknown
            ? GoogleError.BadField("message.android", FieldNames.Unknown(unknown, "message.android"))
            : RefusePriority(android) ?? RefuseTtl(android);
    }

    private static Answer? RefusePriority(JsonElement android)
    {
        if (!android.TryGetProperty("priority", out var priority))
        {
            return null;
        }

        return priority.ValueKind == JsonValueKind.String
            && priority.GetString()!.ToUpperInvariant() is "HIGH" or "NORMAL"
                ? null
                : GoogleError.BadField(
                    "message.android.priority",
                    "Invalid value at 'message.android.priority' "
                    + "(type.googleapis.com/google.firebase.fcm.v1.AndroidConfig.AndroidMessagePriority), "
                    + priority.GetRawText());
    }

    private static Answer? RefuseTtl(JsonElement android)
    {
        const string field = "message.android.ttl";
        if (!android.TryGetProperty("ttl", out var ttl))
        {
            return null;
        }

        if (ttl.ValueKind != JsonValueKind.String || !Duration().IsMatch(ttl.GetString()!))
        {
            return GoogleError.BadField(
                field,
                $"Invalid value at '{field}' (type.googleapis.com/google.protobuf.Duration), Illegal duration format; "
                + "duration must end with 's'");
        }

        return decimal.Parse(ttl.GetString()!.TrimEnd('s'), CultureInfo.InvariantCulture) is >= 0 and <= LongestTtlSeconds
            ? null
            : GoogleError.BadMessage(field, "Invalid ttl: it must be 0 to 2419200 seconds");
    }

    /// <summary>Seconds with up to nine places behind the point, as JSON for protocol buffers writes them.</summary>
    [GeneratedRegex(@"^-?[0-9]{1,12}(\.[0-9]{1,9})?s\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Duration();
}
