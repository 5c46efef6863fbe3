using System.Text.Json;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Apple;

/// <summary>Whether APNs takes a push's body: a JSON object with an <c>aps</c> object, and not too large.</summary>
internal static class PayloadCheck
{
    private const int LargestVoip = 5120;
    private const int LargestOther = 4096;

    /// <summary>Null: it does. Apple names no reason for a body that is no such object; here it is PayloadEmpty.</summary>
    public static Answer? Refuse(PushRequest request)
    {
        var largest = request.Headers["apns-push-type"] == "voip" ? LargestVoip : LargestOther;
        if (request.Body.Length > largest)
        {
            return ApnsReply.Refused(413, nameof(Apns.PayloadTooLarge));
        }

        return HasAps(request.Body) ? null : ApnsReply.Refused(400, nameof(Apns.PayloadEmpty));
    }

    private static bool HasAps(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("aps", out var aps)
                && aps.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
