namespace Goring.Domain.Rooms;

/// <summary>A room, named by whoever joins it first. Opaque: it is a key, compared ordinally, never a pattern.</summary>
public readonly record struct RoomId(string Value)
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    public override string ToString() => Value;
}
