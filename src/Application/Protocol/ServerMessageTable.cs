using System.Collections.Frozen;
using Row = Goring.Application.Protocol.OutboundRow;

namespace Goring.Application.Protocol;

/// <summary>
/// THE outbound table of calls: every message a server sends on <c>/ws</c>, its type on the wire, and how its payload is written.
/// The relayed <c>webrtc.*</c> are not here: they go out as they came in (<see cref="WireFrame.Relay"/>).
/// </summary>
public static class ServerMessageTable
{
    private static readonly FrozenDictionary<Type, Row> Rows = new[]
    {
        Row.For("call.ring", WireJson.Wire.CallRing),
        Row.For("call.ringing", WireJson.Wire.CallRinging),
        Row.For("call.accepted", WireJson.Wire.CallAccepted),
        Row.For("call.rejected", WireJson.Wire.CallRejected),
        Row.For("call.ended", WireJson.Wire.CallEnded),
        Row.For("call.check_result", WireJson.Wire.CallCheckResult),
        Row.For("error", WireJson.Wire.ErrorMessage),
        Row.For("ack", WireJson.Wire.Ack),
        Row.For("pong", WireJson.Wire.Pong),
        Row.For("ice.servers", WireJson.Wire.IceServerList),
        Row.For("session.ready", WireJson.Wire.SessionReady),
        Row.For("session.closing", WireJson.Wire.SessionClosing),
    }.ToFrozenDictionary(row => row.Payload.Type);

    /// <summary>Every type a server sends of its own, in no order.</summary>
    public static IEnumerable<string> Types => Rows.Values.Select(row => row.Type.ToString());

    /// <summary>Every message class with a row.</summary>
    public static IEnumerable<Type> Messages => Rows.Keys;

    internal static Row RowOf(ServerMessage message) => Rows[message.GetType()];
}
