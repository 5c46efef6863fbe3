using System.Globalization;

namespace Goring.Web.Configuration;

/// <summary>Reads variables one by one; an empty one counts as unset. What is wrong stops at once, by name.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    public string? Text(string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>As it stands, spaces included: for secrets.</summary>
    public string? Secret(string name) => configuration[name] is { Length: > 0 } text ? text : null;

    public int Number(string name, int unset, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return unset;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max
            ? number
            : throw SettingException.For(name, $"wants a whole number from {min} to {max}");
    }

    public TimeSpan Seconds(string name, int unset, int min, int max) =>
        TimeSpan.FromSeconds(Number(name, unset, min, max));

    public bool Flag(string name, bool unset) => Text(name)?.ToUpperInvariant() switch
    {
        null => unset,
        "TRUE" or "1" => true,
        "FALSE" or "0" => false,
        _ => throw SettingException.For(name, "wants true or false"),
    };

    /// <summary>One of a closed set of words, whatever their case.</summary>
    public T OneOf<T>(string name, T unset, params (string Word, T Value)[] words)
    {
        if (Text(name) is not { } text)
        {
            return unset;
        }

        foreach (var (word, value) in words)
        {
            if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw SettingException.For(name, $"wants one of {string.Join(", ", words.Select(word => word.Word))}");
    }

    /// <summary>Values between commas; what stands between two commas counts, even nothing.</summary>
    public IReadOnlyList<string> ExactList(string name) => Text(name)?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Values between commas.</summary>
    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
