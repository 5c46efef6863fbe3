using Goring.Application.Ports;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;

namespace Goring.Application.Rooms;

/// <summary>
/// Brings a client into rooms and out of them, in the store and in what this instance knows of it; one change of a
/// client at a time.
/// </summary>
public sealed class RoomMemberships(
    IRoomStore rooms, IRoomLeases leases, RoomClients clients, AbandonedMembers abandoned, RoomOptions options)
{
    /// <summary>
    /// Takes a client into a room. Where the room is full it stays where it was. Where the store fails it is in no room
    /// afterwards, unless it was in that one.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<RoomEntry> JoinAsync(RoomClient client, RoomId room, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var turn = await client.TakeTurnAsync(cancellationToken);
        var before = client.Seat?.Room;
        client.HoldNews();
        try
        {
            var entry = await rooms.JoinAsync(client, room, before, options.MaxMembers, cancellationToken);
            if (entry.Outcome.IsDone)
            {
                client.Enter(new(room, entry.Number), entry.Others);
            }

            return entry;
        }
        catch (StoreUnavailableException) when (before != room)
        {
            abandoned.Add(client.Id, room);
            if (before is { } left)
            {
                abandoned.Add(client.Id, left);
            }

            client.Exit();
            throw;
        }
        finally
        {
            client.Stay();
        }
    }

    /// <summary>
    /// Takes a client out of its room, if it is in one. Where the store fails it is tried again by
    /// <see cref="RoomUpkeep"/>.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task LeaveAsync(RoomClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var turn = await client.TakeTurnAsync(cancellationToken);
        if (client.Seat is not { } seat)
        {
            return;
        }

        client.Exit();
        try
        {
            await rooms.LeaveAsync(client.Id, seat.Room, cancellationToken);
        }
        catch
        {
            abandoned.Add(client.Id, seat.Room);
            throw;
        }
    }

    /// <summary>Sends a frame to somebody in the client's room.</summary>
    /// <returns>As <see cref="Room.MayRelay"/> says.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public async ValueTask<Outcome> RelayAsync(
        RoomClient client, ClientId to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.Seat is not { } seat)
        {
            return ErrorCode.InvalidState;
        }

        var outcome = await rooms.RelayAsync(client.Id, seat.Room, to, frame, cancellationToken);

        // We know better than a store that has lost it: it is put back with the next refresh.
        return outcome.Error == ErrorCode.InvalidState ? ErrorCode.InternalError : outcome;
    }

    /// <summary>Puts a client back into the room that the store does not have it in, unless it has left it since.</summary>
    /// <returns>Whether the client was to be in it.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<bool> RestoreAsync(RoomLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var (client, seat, _, _) = lease;
        using var turn = await client.TakeTurnAsync(cancellationToken);
        if (client.Seat != seat)
        {
            return false;
        }

        client.HoldNews();
        try
        {
            var entry = await leases.RestoreAsync(client, seat, options.MaxMembers, cancellationToken);
            if (!entry.Outcome.IsDone)
            {
                client.StartOver(null, []);
            }
            else if (entry.Number != seat.Number)
            {
                client.StartOver(seat with { Number = entry.Number }, entry.Others);
            }
            else
            {
                client.Reconcile(seat, entry.Others);
            }

            return true;
        }
        finally
        {
            client.Stay();
        }
    }

    /// <summary>Takes out who may have been left behind in a room, unless it is in that room rightly by now.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task TakeOutAsync(ClientId id, RoomId room, CancellationToken cancellationToken)
    {
        using var turn = clients.Find(id) is { } client ? await client.TakeTurnAsync(cancellationToken) : null;
        if (clients.Find(id)?.Seat?.Room != room)
        {
            await rooms.LeaveAsync(id, room, cancellationToken);
        }

        abandoned.Remove(id, room);
    }
}
