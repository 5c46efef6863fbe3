using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>
/// A member of this instance, and its room as the client knows it: numbers only ever grow, so how many they are and
/// the highest of them tell whether the store knows of others.
/// </summary>
public sealed record RoomLease(RoomClient Client, RoomSeat Seat, int Count, long Highest);

/// <summary>What a renewal found.</summary>
/// <param name="Missing">Who is not in its room any more.</param>
/// <param name="Differing">Whose room has others than the client knows: everybody in it, the client included.</param>
public sealed record RoomRenewal(
    IReadOnlyList<RoomLease> Missing,
    IReadOnlyList<(RoomLease Lease, IReadOnlyList<RoomMember> Members)> Differing)
{
    public static RoomRenewal AllWell { get; } = new([], []);
}
