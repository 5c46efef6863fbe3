namespace Goring.Domain.Calls;

/// <summary>One call. Goring's own are random UUIDs (version 4); another server of the fleet may write others.</summary>
public readonly record struct SessionId(string Value)
{
    /// <summary>The longest id that a client may send, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>An unguessable id: 122 bits from the system's cryptographic generator.</summary>
    public static SessionId New() => new(Guid.NewGuid().ToString("D"));

    public override string ToString() => Value;
}
