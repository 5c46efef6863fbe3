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
        bool? isOver = null;
        string? session = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isOver = IsOver(ref reader);
                if (isOver is null)
                {
                    return null;
                }
            }
            else if (reader.ValueTextEquals("payload"u8))
            {
                reader.Read();
                session = SessionIn(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return isOver is { } over && session is not null ? (new SessionId(session), over) : null;
    }

    private static bool? IsOver(ref Utf8JsonReader type) =>
        type.TokenType != JsonTokenType.String ? null
        : type.ValueTextEquals("call.ring"u8) ? false
        : type.ValueTextEquals("call.ended"u8) || type.ValueTextEquals("call.rejected"u8) ? true
        : null;

    private static string? SessionIn(ref Utf8JsonReader payload)
    {
        if (payload.TokenType != JsonTokenType.StartObject)
        {
            payload.Skip();
            return null;
        }

        string? session = null;
        while (payload.Read() && payload.TokenType == JsonTokenType.PropertyName)
        {
            var isSession = payload.ValueTextEquals("session_id"u8);
            payload.Read();
            if (isSession && payload.TokenType == JsonTokenType.String)
            {
                session = payload.GetString();
            }
            else
            {
                payload.Skip();
            }
        }

        return session;
    }
}
