using System.Collections.Frozen;
using System.Text.Json;
using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.Fuzz;

/// <summary>What every frame of a server must be, whatever was sent to it.</summary>
internal static class ServerFrames
{
    /// <summary>An error names a field, and repeats an id of 64 characters and a session of 128, each escaped at most.</summary>
    private const int LongestError = 2048;

    private const int LongestText = 200;

    private static readonly FrozenSet<string> OfCalls = ServerMessageTable.Types
        .Concat(["webrtc.offer", "webrtc.answer", "webrtc.ice"]).ToFrozenSet();

    private static readonly FrozenSet<string> OfRooms = RoomServerMessageTable.Types
        .Concat(["offer", "answer", "ice-candidate", "ack", "pong", "session.ready", "session.closing"]).ToFrozenSet();

    private static readonly FrozenSet<string> Codes = Enum.GetValues<ErrorCode>().Select(ErrorCodes.ToWire).ToFrozenSet();

    /// <returns>What is wrong with it, or null.</returns>
    public static string? FaultOf(string frame, bool rooms)
    {
        try
        {
            using var document = JsonDocument.Parse(frame, new JsonDocumentOptions { AllowDuplicateProperties = true });
            return FaultOf(document.RootElement, frame, rooms);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return $"a frame of the server is no JSON: {Shown.Of(frame)}";
        }
    }

    /// <summary>The code of an <c>error</c>; null for any other frame.</summary>
    public static string? ErrorOf(string frame)
    {
        if (!frame.Contains("\"error\"", StringComparison.Ordinal))
        {
            return null;
        }

        using var document = JsonDocument.Parse(frame);
        return TypeOf(document.RootElement) == "error"
            ? document.RootElement.GetProperty("payload").GetProperty("code").GetString()
            : null;
    }

    private static string? TypeOf(JsonElement frame) =>
        frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;

    private static string? FaultOf(JsonElement frame, string text, bool rooms)
    {
        if (TypeOf(frame) is not { } type || !(rooms ? OfRooms : OfCalls).Contains(type))
        {
            return $"a frame of the server has no type that it may have: {Shown.Of(text)}";
        }

        if (frame.TryGetProperty("payload", out var payload) && payload.ValueKind != JsonValueKind.Object)
        {
            return $"a frame of the server has no object for a payload: {Shown.Of(text)}";
        }

        return type == "error" ? FaultOfError(payload, text, rooms) : null;
    }

    private static string? FaultOfError(JsonElement error, string text, bool rooms)
    {
        if (error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code", out var code) || !Codes.Contains(code.GetString()!)
            || !error.TryGetProperty(rooms ? "error" : "message", out var message))
        {
            return $"an error without a known code or a text: {Shown.Of(text)}";
        }

        if (code.ValueEquals("internal_error"))
        {
            return $"an internal error: {Shown.Of(text)}";
        }

        return text.Length > LongestError || message.GetString() is not { Length: > 0 and <= LongestText }
            ? $"an error repeats too much: {Shown.Of(text)}"
            : null;
    }
}
