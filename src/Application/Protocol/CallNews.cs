using System.Text.Json;
using Goring.Domain.Calls;

namespace Goring.Application.Protocol;

/// <summary>What a frame tells its receiver about being in a call.</summary>
public static class CallNews
{
    /// <summary>The session, and whether it is over; null for a frame that tells nothing of the kind.</summary>
    /// <param name="frame">A frame of ours, or of a server of an older fleet, which may space and order it as it likes.</param>
    public static (SessionId Session, bool IsOver)? Read(ReadOnlySpan<byte> frame)
    {
        // Most frames are relays of ours: a look at their first bytes tells.
        if (frame.StartsWith("{\"type\":\"webrtc."u8) || IsNumberedRelay(frame))
        {
            return null;
        }

        try
        {
            return Parse(frame);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsNumberedRelay(ReadOnlySpan<byte> frame) =>
        frame.StartsWith("{\"seq\":"u8)
        && frame[..Math.Min(frame.Length, 48)].IndexOf(",\"type\":\"webrtc."u8) > 0;

    private static (SessionId Session, bool IsOver)? Parse(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        using var message = JsonDocument.ParseValue(ref reader);
        if (message.RootElement.ValueKind != JsonValueKind.Object
            || !message.RootElement.TryGetProperty("type", out var type)
            || !message.RootElement.TryGetProperty("payload", out var payload)
            || payload.ValueKind != JsonValueKind.Object
            || !payload.TryGetProperty("session_id", out var session)
            || session.GetString() is not { } id)
        {
            return null;
        }

        return type.GetString() switch
        {
            "call.ring" => (new SessionId(id), false),
            "call.ended" or "call.rejected" => (new SessionId(id), true),
            _ => null,
        };
    }
}
