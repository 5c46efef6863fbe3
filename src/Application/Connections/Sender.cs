using Goring.Application.Rooms;
using Goring.Domain.Users;

namespace Goring.Application.Connections;

/// <summary>Who sent a message, and over which of their connections.</summary>
/// <param name="SpeaksV1">Whether the connection is one of <c>goring.v1</c>.</param>
public sealed record Sender(User User, ConnectionId Connection, bool SpeaksV1 = false)
{
    /// <summary>Stands in a message until the dispatcher has filled in its sender. It can do nothing.</summary>
    internal static Sender Nobody { get; } = new(new User(default), default);

    public UserId Id => User.Id;

    /// <summary>The sender as the others in a room know it; null on <c>/ws</c>.</summary>
    public RoomClient? Room { get; init; }
}
