using Goring.Application.Rooms;

namespace Goring.Application.Ports;

/// <summary>
/// What keeps a fleet's rooms true although instances die and stores forget: a member whose instance does not renew it
/// for <see cref="Lifetime"/> is no member any more.
/// </summary>
public interface IRoomLeases
{
    /// <summary>How long a member stays without a renewal.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Renews members of this instance, and compares what their clients know of their rooms.</summary>
    /// <exception cref="StoreUnavailableException"/>
    ValueTask<RoomRenewal> RenewAsync(IReadOnlyList<RoomLease> leases, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a connected client back into its room, where the store has lost it or counted it as gone. In the first
    /// case it has its number still, and those who know it hear nothing new; in the second it comes as a newcomer,
    /// with a new number, if the room is not full.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    ValueTask<RoomEntry> RestoreAsync(
        RoomClient client, RoomSeat seat, int capacity, CancellationToken cancellationToken);

    /// <summary>
    /// Takes out members whose lease has run out; those left behind hear of it. Atomic: of all instances that sweep,
    /// one takes each.
    /// </summary>
    /// <returns>How many leases had run out, <paramref name="most"/> at the most.</returns>
    /// <exception cref="StoreUnavailableException"/>
    ValueTask<int> SweepAsync(int most, CancellationToken cancellationToken);
}
