using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;

namespace Goring.Infrastructure.InMemory;

/// <summary>
/// Rooms of one instance. Events are queued under the lock, so they stand in the order of the steps. Leases need no
/// renewal: whoever could fail to renew them is the process that holds the clients.
/// </summary>
internal sealed class InMemoryRooms(RoomClients clients) : IRoomStore, IRoomLeases
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, Room> _rooms = [];
    private long _number;

    /// <summary>How many rooms there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Count;
            }
        }
    }

    public ValueTask<RoomEntry> JoinAsync(
        RoomClient client, RoomId room, RoomId? leaving, int capacity, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var before = RoomOf(room);
            if (!before.Join(client.Id, client.User, capacity, ++_number, out var joined).IsDone)
            {
                return new(RoomEntry.Full);
            }

            if (leaving is { } left && left != room)
            {
                Leave(client.Id, left);
            }

            var member = joined.Find(client.Id)!;
            if (before.Find(client.Id) is null)
            {
                _rooms[room] = joined;
                Tell(before, new RoomEvent.Joined(member));
            }

            return new(new RoomEntry(
                Outcome.Done, member.Number, [.. joined.Members.Where(other => other.Client != client.Id)]));
        }
    }

    public ValueTask LeaveAsync(ClientId client, RoomId room, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Leave(client, room);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<Outcome> RelayAsync(
        ClientId from, RoomId room, ClientId to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var members = RoomOf(room);
            var outcome = members.MayRelay(from, to);
            if (outcome.IsDone)
            {
                clients.Find(to)?.Hear(members.Find(to)!.Number, new RoomEvent.Relayed(frame));
            }

            return new(outcome);
        }
    }

    public ValueTask<RoomRenewal> RenewAsync(IReadOnlyList<RoomLease> leases, CancellationToken cancellationToken) =>
        new(RoomRenewal.AllWell);

    public ValueTask<RoomEntry> RestoreAsync(
        RoomClient client, RoomSeat seat, int capacity, CancellationToken cancellationToken) =>
        JoinAsync(client, seat.Room, leaving: null, capacity, cancellationToken);

    public ValueTask<int> SweepAsync(int most, CancellationToken cancellationToken) => new(0);

    private Room RoomOf(RoomId room) => _rooms.GetValueOrDefault(room) ?? Room.Empty(room);

    private void Leave(ClientId client, RoomId room)
    {
        var before = RoomOf(room);
        if (before.Find(client) is not { } member)
        {
            return;
        }

        var after = before.Leave(client);
        if (after.IsEmpty)
        {
            _rooms.Remove(room);
        }
        else
        {
            _rooms[room] = after;
        }

        Tell(after, new RoomEvent.Left(client, member.Number));
    }

    private void Tell(Room room, RoomEvent news)
    {
        foreach (var member in room.Members)
        {
            clients.Find(member.Client)?.Hear(member.Number, news);
        }
    }
}
