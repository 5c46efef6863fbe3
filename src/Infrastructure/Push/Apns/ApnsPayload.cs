using System.Text.Json;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>The body of a VoIP push (docs/protocol.md, part 5).</summary>
internal static class ApnsPayload
{
    /// <summary>What APNs takes of a VoIP push; of any other it is 4096.</summary>
    private const int MostBytes = 5120;

    private const string NobodyKnown = "Unknown";

    /// <summary>The body, shortened where APNs would not take it whole; null where not even that helps.</summary>
    public static byte[]? Write(PushMessage message) => FittedMessage.Write(message, WriteWhole);

    private static byte[]? WriteWhole(PushMessage message)
    {
        var caller = message.Caller;
        using var metadata = message.Metadata is null ? null : JsonDocument.Parse(message.Metadata);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new ApnsBody(
                new(),
                PushWords.ToWire(message.Kind),
                message.Session.Value,
                caller.Id.Value,
                caller.Name ?? PushWords.Unknown,
                FirstOf(caller.Name, caller.Username) ?? NobodyKnown,
                caller.Username ?? PushWords.Unknown,
                caller.ImageProfile ?? PushWords.Unknown,
                message.SentAt.ToUnixTimeMilliseconds(),
                message.ExpiresAt.ToUnixTimeMilliseconds(),
                message.RingToken,
                message.Media,
                metadata?.RootElement),
            ApnsJson.Compact.ApnsBody);
        return body.Length <= MostBytes ? body : null;
    }

    private static string? FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrEmpty(name))
            {
                return name;
            }
        }

        return null;
    }
}
