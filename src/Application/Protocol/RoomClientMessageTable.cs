using System.Collections.Frozen;
using Row = Goring.Application.Protocol.InboundRow;

namespace Goring.Application.Protocol;

/// <summary>
/// THE inbound table of rooms: every type a client may send on <c>/connect</c> (docs/protocol.md, part 4), and the
/// message its payload is bound to.
/// </summary>
public static class RoomClientMessageTable
{
    /// <summary>The rows, as the reader of a frame takes them.</summary>
    public static InboundTable Table { get; } = new(new[]
    {
        Row.For("join", WireJson.Wire.JoinRoom),

        // Go clients write a payload that is not there as null.
        Row.For("leave", WireJson.Wire.LeaveRoom) with { NeedsPayload = false, TakesNull = true },
        Row.For("offer", WireJson.Wire.RoomOffer),
        Row.For("answer", WireJson.Wire.RoomAnswer),
        Row.For("ice-candidate", WireJson.Wire.RoomCandidate),
        Row.For("auth.refresh", WireJson.Wire.RefreshToken) with { IsExtended = true },
        Row.For("ping", WireJson.Wire.Ping) with { IsExtended = true, NeedsPayload = false },
    }.ToFrozenDictionary(row => row.Type));
}
