using System.Globalization;
using System.Text;
using System.Text.Json;
using Goring.Application.Push;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>A data message of FCM HTTP v1 (docs/protocol.md, part 5): the app is woken, and shows the call itself.</summary>
internal static class FcmPayload
{
    /// <summary>What FCM takes of keys and values together.</summary>
    private const int MostDataBytes = 4096;

    /// <summary>The data, shortened where FCM would not take it whole; null where not even that helps.</summary>
    public static IReadOnlyDictionary<string, string>? DataOf(PushMessage message) =>
        FittedMessage.Write(message, WholeData);

    /// <param name="now">The time to live ends with the ring: a phone that wakes later must not ring.</param>
    public static byte[] Write(
        Device device, PushMessage message, IReadOnlyDictionary<string, string> data, DateTimeOffset now)
    {
        var ttl = message.SecondsLeft(now).ToString(CultureInfo.InvariantCulture);
        return JsonSerializer.SerializeToUtf8Bytes(
            new FcmRequestBody(new(device.Token, data, new("HIGH", $"{ttl}s"))), FcmJson.Compact.FcmRequestBody);
    }

    private static Dictionary<string, string>? WholeData(PushMessage message)
    {
        var data = new Dictionary<string, string>
        {
            ["type"] = PushWords.ToWire(message.Kind),
            ["session_id"] = message.Session.Value,
            ["caller_id"] = message.Caller.Id.Value,
            ["caller_name"] = message.Caller.Name ?? PushWords.Unknown,
            ["caller_username"] = message.Caller.Username ?? PushWords.Unknown,
            ["caller_image"] = message.Caller.ImageProfile ?? PushWords.Unknown,
            ["sent_at"] = Milliseconds(message.SentAt),
            ["expires_at"] = Milliseconds(message.ExpiresAt),
            ["ring_token"] = message.RingToken,
        };
        if (message.Media is { } media)
        {
            data["media"] = media;
        }

        if (message.Metadata is { } metadata)
        {
            data["metadata"] = metadata;
        }

        return data.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value))
            <= MostDataBytes
                ? data
                : null;
    }

    private static string Milliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
