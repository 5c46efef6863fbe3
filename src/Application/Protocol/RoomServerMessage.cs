using System.Text.Json.Serialization;
using Goring.Domain.Rooms;

namespace Goring.Application.Protocol;

/// <summary>One message to a client of rooms. Its type stands in <see cref="RoomServerMessageTable"/>.</summary>
public abstract record RoomServerMessage : ServerMessage
{
    internal sealed override OutboundRow Row => RoomServerMessageTable.RowOf(this);
}

/// <summary>The first message: what the others address this client by.</summary>
public sealed record NotifyClientId(ClientId ClientId) : RoomServerMessage;

/// <summary>To those who are in the room: somebody joined. Each of them offers.</summary>
/// <param name="User">Whose client it is, to <c>goring.v1</c> clients alone and where it is known.</param>
public sealed record NewClient(ClientId ClientId, UserInfo? User = null) : RoomServerMessage;

/// <summary>To those who are left behind.</summary>
public sealed record LeaveClient(ClientId ClientId) : RoomServerMessage;

/// <summary>To a <c>goring.v1</c> client, as the answer to its <c>join</c>: who is in the room besides itself.</summary>
/// <param name="Members">In the order in which they joined.</param>
public sealed record RoomMembers(RoomId RoomId, IReadOnlyList<RoomMemberInfo> Members) : RoomServerMessage;

/// <summary>Somebody in a room.</summary>
/// <param name="User">Whose client it is, where that is known.</param>
public sealed record RoomMemberInfo(ClientId ClientId, UserInfo? User = null);

/// <summary>A refusal.</summary>
public sealed record RoomError([property: JsonPropertyName("error")] string Text, string Code) : RoomServerMessage;

/// <summary>Every 30 s, so that clients and proxies see that the connection lives. It needs no answer.</summary>
public sealed record RoomPing : RoomServerMessage;
