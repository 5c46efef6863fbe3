namespace Goring.Domain.Rooms;

/// <summary>One connection of a client to the rooms: what the others address it by. Never reused.</summary>
public readonly record struct ClientId(string Value)
{
    /// <summary>The longest id that a client may name as its target, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>An unguessable id: 122 bits from the system's cryptographic generator.</summary>
    public static ClientId New() => new(Guid.NewGuid().ToString("D"));

    public override string ToString() => Value;
}
