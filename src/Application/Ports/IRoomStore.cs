using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;

namespace Goring.Application.Ports;

/// <summary>
/// The rooms of the fleet, and the way from one member to another. Every member is atomic over the whole fleet, and
/// follows the rules of <see cref="Room"/>. Who is in the room hears of a step through <see cref="RoomClient.Hear"/>,
/// whichever instance holds them; in the same step, so nobody sees one half of it.
/// </summary>
/// <remarks>
/// Order: what one client causes reaches another in the order of the calls that it awaited here. Blocking: a store that
/// does not answer within its budget throws <see cref="StoreUnavailableException"/>; the step may still happen later.
/// </remarks>
public interface IRoomStore
{
    /// <summary>
    /// Takes a client into a room and out of the one it was in: one step, and nothing of it where the room is full.
    /// The members hear of the newcomer; the newcomer is told of nobody. Where it is in that room already nothing
    /// happens.
    /// </summary>
    /// <param name="leaving">The room that it is in, or null.</param>
    /// <param name="capacity">How many the room holds.</param>
    ValueTask<RoomEntry> JoinAsync(
        RoomClient client, RoomId room, RoomId? leaving, int capacity, CancellationToken cancellationToken);

    /// <summary>Takes a client out of a room; those left behind hear of it. Nothing where it is not in it.</summary>
    ValueTask LeaveAsync(ClientId client, RoomId room, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a frame to another member of the sender's room. Costs the same however many rooms and members there are.
    /// </summary>
    /// <returns>As <see cref="Room.MayRelay"/> says.</returns>
    ValueTask<Outcome> RelayAsync(
        ClientId from, RoomId room, ClientId to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}

/// <summary>How a client finds the room that it joins.</summary>
/// <param name="Outcome">Done, or <see cref="ErrorCode.RoomFull"/>; then the rest says nothing.</param>
/// <param name="Number">Its number in that room.</param>
/// <param name="Others">Who else is in it, in the order of their numbers.</param>
public sealed record RoomEntry(Outcome Outcome, long Number, IReadOnlyList<RoomMember> Others)
{
    public static RoomEntry Full { get; } = new(ErrorCode.RoomFull, 0, []);
}
