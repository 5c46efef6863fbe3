using System.Globalization;

namespace Goring.Domain.Calls;

/// <summary>
/// One call. Goring's own are random UUIDs of version 7, so that every instance knows when a call began; another server of
/// the fleet may write others.
/// </summary>
public readonly record struct SessionId(string Value)
{
    /// <summary>The longest id that a client may send, in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>When the call began, by the clock of the instance that began it; null where the id does not say.</summary>
    public DateTimeOffset? CreatedAt => Guid.TryParseExact(Value, "D", out var id) && id.Version == 7
        ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(
            Value.AsSpan(0, 8).ToString() + Value[9..13], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : null;

    /// <summary>An unguessable id: 74 bits from the system's cryptographic generator, behind the time.</summary>
    public static SessionId New(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString("D"));

    public override string ToString() => Value;
}
