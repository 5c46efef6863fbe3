namespace Goring.Application.Rooms;

/// <summary>The rules of rooms that an operator sets.</summary>
/// <param name="MaxMembers">How many one room holds.</param>
public sealed record RoomOptions(int MaxMembers);
