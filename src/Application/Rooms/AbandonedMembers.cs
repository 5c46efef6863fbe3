using System.Collections.Concurrent;
using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>
/// Clients that may be in a room though they should not: the store did not answer when they left, or joined and were
/// told that it failed. <see cref="RoomUpkeep"/> takes them out.
/// </summary>
public sealed class AbandonedMembers
{
    private readonly ConcurrentDictionary<(ClientId Client, RoomId Room), byte> _members = new();

    public void Add(ClientId client, RoomId room) => _members[(client, room)] = 0;

    public void Remove(ClientId client, RoomId room) => _members.TryRemove((client, room), out _);

    public IReadOnlyList<(ClientId Client, RoomId Room)> Snapshot() => [.. _members.Keys];
}
