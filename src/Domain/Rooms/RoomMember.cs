using Goring.Domain.Users;

namespace Goring.Domain.Rooms;

/// <summary>A client in a room.</summary>
/// <param name="Number">
/// Its place in the order in which the members joined: greater than that of everybody who was there before. It names
/// this one stay: who leaves and comes back has another.
/// </param>
/// <param name="User">Whose client it is, where that is known.</param>
public sealed record RoomMember(ClientId Client, long Number, User? User = null)
{
    /// <summary>
    /// Whether this one is told of the other, and so is the one that offers: of any two members exactly one is, the
    /// one that was there first.
    /// </summary>
    public bool IsToldOf(long other) => other > Number;
}
