using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;

namespace Goring.UnitTests.Support;

/// <summary>Real rooms that a test can make fail, or forget, or do something in the middle of a step.</summary>
internal sealed class FaultyRooms(IRoomStore inner, IRoomLeases leases) : IRoomStore, IRoomLeases
{
    /// <summary>Thrown in place of every step.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Thrown by a step that is done all the same.</summary>
    public Exception? LateFault { get; set; }

    /// <summary>Runs once the next join is done, before it returns.</summary>
    public Action? AfterNextJoin { get; set; }

    /// <summary>Answered in place of what a renewal finds.</summary>
    public RoomRenewal? Renewal { get; set; }

    /// <summary>Answered in place of a restoring.</summary>
    public RoomEntry? Restored { get; set; }

    /// <summary>How many leases each sweep finds to have run out.</summary>
    public Queue<int> Lapsed { get; } = [];

    /// <summary>Who was taken out of which room, as the store was asked.</summary>
    public List<(ClientId Client, RoomId Room)> Left { get; } = [];

    public async ValueTask<RoomEntry> JoinAsync(
        RoomClient client, RoomId room, RoomId? leaving, int capacity, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        var entry = await inner.JoinAsync(client, room, leaving, capacity, cancellationToken);
        AfterNextJoin?.Invoke();
        AfterNextJoin = null;
        ThrowIf(LateFault);
        return entry;
    }

    public async ValueTask LeaveAsync(ClientId client, RoomId room, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        Left.Add((client, room));
        await inner.LeaveAsync(client, room, cancellationToken);
    }

    public async ValueTask<Outcome> RelayAsync(
        ClientId from, RoomId room, ClientId to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        return await inner.RelayAsync(from, room, to, frame, cancellationToken);
    }

    public async ValueTask<RoomRenewal> RenewAsync(
        IReadOnlyList<RoomLease> members, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        return Renewal ?? await leases.RenewAsync(members, cancellationToken);
    }

    public async ValueTask<RoomEntry> RestoreAsync(
        RoomClient client, RoomSeat seat, int capacity, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        return Restored ?? await leases.RestoreAsync(client, seat, capacity, cancellationToken);
    }

    public async ValueTask<int> SweepAsync(int most, CancellationToken cancellationToken)
    {
        ThrowIf(Fault);
        return Lapsed.TryDequeue(out var lapsed) ? lapsed : await leases.SweepAsync(most, cancellationToken);
    }

    private static void ThrowIf(Exception? fault)
    {
        if (fault is not null)
        {
            throw fault;
        }
    }
}
