using System.Collections.Frozen;
using Row = Goring.Application.Protocol.OutboundRow;

namespace Goring.Application.Protocol;

/// <summary>
/// THE outbound table of rooms: every message a server sends on <c>/connect</c> alone. The relayed ones are not here:
/// they go out as they came in, but for the id (<see cref="WireFrame.RelayWith"/>).
/// </summary>
public static class RoomServerMessageTable
{
    private static readonly FrozenDictionary<Type, Row> Rows = new[]
    {
        Row.For("notify-client-id", WireJson.Wire.NotifyClientId),
        Row.For("new-client", WireJson.Wire.NewClient),
        Row.For("leave-client", WireJson.Wire.LeaveClient),
        Row.For("room-members", WireJson.Wire.RoomMembers),
        Row.For("error", WireJson.Wire.RoomError),
        Row.For("ping", WireJson.Wire.RoomPing) with { HasPayload = false },
    }.ToFrozenDictionary(row => row.Payload.Type);

    /// <summary>Every type a server sends of its own, in no order.</summary>
    public static IEnumerable<string> Types => Rows.Values.Select(row => row.Type.ToString());

    /// <summary>Every message class with a row.</summary>
    public static IEnumerable<Type> Messages => Rows.Keys;

    internal static Row RowOf(RoomServerMessage message) => Rows[message.GetType()];
}
