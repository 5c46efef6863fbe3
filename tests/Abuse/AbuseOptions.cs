using System.Globalization;

namespace Goring.Abuse;

/// <summary>How much of each attack, and for how long. The defaults are a full run.</summary>
internal sealed record AbuseOptions
{
    public const string Usage = "usage: abuse [--seconds 30] [--half-open 10000] [--slow 1000] [--garbage 1000]";

    /// <summary>Of each <see cref="Phase"/>.</summary>
    public TimeSpan Duration { get; private set; } = TimeSpan.FromSeconds(30);

    public int HalfOpen { get; private set; } = 10_000;

    public int Slow { get; private set; } = 1000;

    public int Garbage { get; private set; } = 1000;

    /// <returns>Null where the arguments are wrong.</returns>
    public static AbuseOptions? Parse(string[] arguments)
    {
        var options = new AbuseOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length
                || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > 15_000
                || !options.Take(arguments[i], number))
            {
                return null;
            }
        }

        return options;
    }

    private bool Take(string name, int number)
    {
        switch (name)
        {
            case "--seconds" when number is >= 1 and <= 3600:
                Duration = TimeSpan.FromSeconds(number);
                return true;
            case "--half-open":
                HalfOpen = number;
                return true;
            case "--slow":
                Slow = number;
                return true;
            case "--garbage":
                Garbage = number;
                return true;
            default:
                return false;
        }
    }
}
