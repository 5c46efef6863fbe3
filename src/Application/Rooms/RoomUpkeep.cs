using Goring.Application.Ports;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Rooms;

/// <summary>The rooms' share of <see cref="Connections.Upkeep"/>, which decides when.</summary>
public sealed class RoomUpkeep(
    RoomClients clients,
    RoomMemberships memberships,
    IRoomLeases leases,
    AbandonedMembers abandoned,
    RoomMetrics metrics,
    ILogger<RoomUpkeep> logger)
{
    /// <summary>How many are put back at a time, and how many leases one sweep takes.</summary>
    private const int Batch = 100;

    /// <summary>
    /// Renews the members of this instance; puts back those that the store has lost, and tells clients what they have
    /// missed.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var renewal = await leases.RenewAsync(
            [.. clients.Snapshot().Select(client => client.Lease).OfType<RoomLease>()], cancellationToken);
        foreach (var (lease, members) in renewal.Differing)
        {
            lease.Client.Reconcile(lease.Seat, members);
        }

        foreach (var missing in renewal.Missing.Chunk(Batch))
        {
            // Most of them have left while they were being renewed.
            var restored = await Task.WhenAll(missing.Select(lease => memberships.RestoreAsync(lease, cancellationToken)));
            if (restored.Count(wasLost => wasLost) is > 0 and var count)
            {
                logger.MembersPutBack(count);
            }
        }
    }

    /// <summary>Takes out those who were left behind in a room.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        // Together, since each may have to wait for its client's turn: meanwhile nothing is renewed.
        foreach (var members in abandoned.Snapshot().Chunk(10 * Batch))
        {
            await Task.WhenAll(members.Select(
                member => memberships.TakeOutAsync(member.Client, member.Room, cancellationToken)));
        }
    }

    /// <summary>Takes out those whose instance died, whichever it was.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        int swept;
        do
        {
            swept = await leases.SweepAsync(Batch, cancellationToken);
            if (swept > 0)
            {
                metrics.Lapsed(swept);
                logger.MembersLapsed(swept);
            }
        }
        while (swept == Batch);
    }
}
