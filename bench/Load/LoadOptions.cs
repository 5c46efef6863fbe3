using System.Globalization;

namespace Goring.Bench.Load;

/// <summary>What to measure, and how long.</summary>
internal sealed record LoadOptions
{
    public const string Usage =
        """
        usage: load MEASURE [option ...]

          table        every figure of docs/performance.md, each against its goal
          saturated    calls as fast as they go, against the floor
          rate         calls at fixed times, against the floor
          pairs        calls of 500 pairs as fast as they go, against those of 50, on Redis
          fleet        callers on one instance and callees on another, against one instance
          idle         users who do nothing: memory, processor, Redis
          storm        many users connect while calls run
          allocations  bytes the server allocates for a relayed candidate
          commands     what the commands of a call cost Redis without any rule, against Goring's script

          --server PATH         goring.dll; twice or more often: each in turn (default: published from src/Web first)
          --store embedded|redis|both    (saturated, rate, storm)
          --pairs N  --seconds S  --warm S  --rounds N  --rate CALLS-A-SECOND  --users N
          --together            the five candidates of a side in one write, not in five
          --quick               one round of short measurements: for development, not for figures
        """;

    public string Measure { get; private set; } = "";

    public List<string> Servers { get; } = [];

    public bool Embedded { get; private set; } = true;

    public bool Redis { get; private set; } = true;

    public bool Together { get; private set; }

    public bool Quick { get; private set; }

    public int Pairs { get; private set; } = 200;

    public int Rate { get; private set; } = 200;

    public int? Users { get; private set; }

    public int? RoundsAsked { get; private set; }

    public TimeSpan? SecondsAsked { get; private set; }

    public TimeSpan? WarmAsked { get; private set; }

    public int Rounds => RoundsAsked ?? (Quick ? 1 : 3);

    /// <summary>How long calls run before anything is measured, so that the compiler has seen what is hot.</summary>
    public TimeSpan Warm => WarmAsked ?? TimeSpan.FromSeconds(Quick ? 4 : 10);

    /// <summary>How long calls are counted, saturated.</summary>
    public TimeSpan CallTime => Time(full: 5, quick: 3);

    /// <returns>Null where the arguments are wrong.</returns>
    public static LoadOptions? Parse(string[] arguments)
    {
        if (arguments is not [var measure, .. var rest])
        {
            return null;
        }

        var options = new LoadOptions { Measure = measure };
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] is "--together" or "--quick")
            {
                options.Together |= rest[i] == "--together";
                options.Quick |= rest[i] == "--quick";
            }
            else if (++i == rest.Length || !options.Take(rest[i - 1], rest[i]))
            {
                return null;
            }
        }

        return options;
    }

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Time(double full, double quick) => SecondsAsked ?? TimeSpan.FromSeconds(Quick ? quick : full);

    private bool Take(string name, string value)
    {
        switch (name)
        {
            case "--server" when File.Exists(value):
                Servers.Add(Path.GetFullPath(value));
                return true;
            case "--store" when value is "embedded" or "redis" or "both":
                Embedded = value != "redis";
                Redis = value != "embedded";
                return true;
            default:
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && Take(name, number);
        }
    }

    private bool Take(string name, int number)
    {
        switch (name)
        {
            case "--pairs" when number is >= 1 and <= 5000:
                Pairs = number;
                return true;
            case "--seconds" when number is >= 1 and <= 3600:
                SecondsAsked = TimeSpan.FromSeconds(number);
                return true;
            case "--warm" when number is <= 600:
                WarmAsked = TimeSpan.FromSeconds(number);
                return true;
            case "--rounds" when number is >= 1 and <= 100:
                RoundsAsked = number;
                return true;
            case "--rate" when number is >= 1 and <= 10_000:
                Rate = number;
                return true;
            case "--users" when number is >= 1 and <= 18_000:
                Users = number;
                return true;
            default:
                return false;
        }
    }
}
