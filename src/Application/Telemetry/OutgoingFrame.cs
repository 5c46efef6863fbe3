using System.Collections.Frozen;
using System.Text;
using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Application.Telemetry;

/// <summary>
/// What telemetry wants to know of a frame that is bytes already. It reads frames as Goring writes them, without parsing
/// them: of another server's it may find nothing.
/// </summary>
internal static class OutgoingFrame
{
    private const int MostTypeBytes = 32;

    private const int UuidLength = 36;

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Types = ServerMessageTable.Types
        .Concat(RoomServerMessageTable.Types)
        .Concat(ClientMessageTable.Types)
        .Concat(RoomClientMessageTable.Table.Types)
        .Distinct()
        .ToFrozenDictionary(type => type)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Its type, where it is one of a table; null otherwise.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> frame)
    {
        // {"type":"…  or, numbered, {"seq":12,"type":"…
        if (frame.StartsWith("{\"seq\":"u8))
        {
            frame = frame[1..];
            frame = frame[Math.Max(0, frame.IndexOf((byte)','))..];
        }

        if (frame.IsEmpty || !frame[1..].StartsWith("\"type\":\""u8))
        {
            return null;
        }

        frame = frame[9..];
        var end = frame.IndexOf((byte)'"');
        Span<char> text = stackalloc char[MostTypeBytes];
        return end is > 0 and <= MostTypeBytes
            && Encoding.UTF8.TryGetChars(frame[..end], text, out var length)
            && Types.TryGetValue(text[..length], out var type)
            ? type
            : null;
    }

    /// <summary>The session that its payload names; null where there is none, or it is no UUID.</summary>
    public static SessionId? SessionOf(ReadOnlySpan<byte> frame)
    {
        var name = "\"session_id\""u8;
        var at = frame.IndexOf(name);
        if (at < 0)
        {
            return null;
        }

        // A relayed payload is spaced as its sender spaced it.
        var rest = frame[(at + name.Length)..].TrimStart(" \t\r\n:"u8);
        return rest.Length > UuidLength
            && rest[0] == (byte)'"'
            && Guid.TryParseExact(Encoding.ASCII.GetString(rest.Slice(1, UuidLength)), "D", out var id)
            ? new SessionId(id.ToString("D"))
            : null;
    }
}
