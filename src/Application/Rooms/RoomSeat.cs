using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>One stay of a client in a room. Coming back is another one, with another number.</summary>
public readonly record struct RoomSeat(RoomId Room, long Number);
