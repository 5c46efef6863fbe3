using System.Collections.Immutable;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Domain.Rooms;

/// <summary>Who is in a room, and what that allows. A step gives the room after it; this one stays as it is.</summary>
public sealed class Room
{
    private Room(RoomId id, ImmutableArray<RoomMember> members)
    {
        Id = id;
        Members = members;
    }

    public RoomId Id { get; }

    /// <summary>Everybody in it, in the order of their numbers.</summary>
    public ImmutableArray<RoomMember> Members { get; }

    /// <summary>Whether the last one has left: such a room is not kept.</summary>
    public bool IsEmpty => Members.IsEmpty;

    public static Room Empty(RoomId id) => new(id, []);

    public RoomMember? Find(ClientId client) => Members.FirstOrDefault(member => member.Client == client);

    /// <summary>
    /// Takes a client in. One that is in already stays as it is, number included; nobody needs to be told.
    /// </summary>
    /// <param name="capacity">How many the room holds.</param>
    /// <param name="number">The newcomer's number, or the next one where somebody has that, or a greater one.</param>
    /// <returns><see cref="ErrorCode.RoomFull"/> with <paramref name="next"/> unchanged, where it holds no more.</returns>
    public Outcome Join(ClientId client, User? user, int capacity, long number, out Room next)
    {
        next = this;
        if (Find(client) is not null)
        {
            return Outcome.Done;
        }

        if (Members.Length >= capacity)
        {
            return ErrorCode.RoomFull;
        }

        var last = IsEmpty ? 0 : Members[^1].Number;
        next = new(Id, Members.Add(new(client, Math.Max(number, last + 1), user)));
        return Outcome.Done;
    }

    /// <summary>The room without that client.</summary>
    public Room Leave(ClientId client) => new(Id, Members.RemoveAll(member => member.Client == client));

    /// <summary>
    /// Whether a client may send to another: both must be in this room. Who is in none of the sender's rooms is not
    /// told apart from who does not exist.
    /// </summary>
    /// <returns><see cref="ErrorCode.InvalidState"/> where the sender is not in it, else
    /// <see cref="ErrorCode.UserOffline"/> where the target is not.</returns>
    public Outcome MayRelay(ClientId from, ClientId to) =>
        Find(from) is null ? ErrorCode.InvalidState
        : Find(to) is null ? ErrorCode.UserOffline
        : Outcome.Done;
}
