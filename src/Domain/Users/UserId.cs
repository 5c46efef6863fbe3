namespace Goring.Domain.Users;

/// <summary>
/// A user, as the <c>hash</c> claim of their token names them (docs/protocol.md, part 1). Opaque: it is a key,
/// compared ordinally, never a pattern.
/// </summary>
public readonly record struct UserId(string Value)
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Whether <paramref name="value"/> can name a user: not blank, at most <see cref="MaxLength"/> long and
    /// well-formed UTF-16. Two ill-formed ids would become one key once encoded as UTF-8.
    /// </summary>
    public static bool IsValid(string? value) =>
        !string.IsNullOrWhiteSpace(value) && value.Length <= MaxLength && IsWellFormed(value);

    public override string ToString() => Value;

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
            {
                continue;
            }

            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
