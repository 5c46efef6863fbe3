using System.Globalization;

namespace Goring.Fuzz;

/// <summary>How many cases of each leg, and from which seed. The defaults are a full run; 0 leaves a leg out.</summary>
internal sealed record FuzzOptions
{
    public const string Usage =
        "usage: fuzz [--seed S] [--parser 1000000] [--frames 100000] [--requests 20000] [--tokens 200000]\n"
        + "       fuzz --replay LEG:SEED:CASE    LEG is one of parser, sockets, http, tokens";

    public int Seed { get; private set; } = Random.Shared.Next();

    public int Parser { get; private set; } = 1_000_000;

    /// <summary>Frames to the sockets of a real server.</summary>
    public int Frames { get; private set; } = 100_000;

    /// <summary>HTTP requests to it.</summary>
    public int Requests { get; private set; } = 20_000;

    /// <summary>Tokens that are read in this process, of which one in a hundred goes to the server too.</summary>
    public int Tokens { get; private set; } = 200_000;

    /// <summary>The one case to run; null: the whole run.</summary>
    public Case? Replay { get; private set; }

    /// <returns>Null where the arguments are wrong.</returns>
    public static FuzzOptions? Parse(string[] arguments)
    {
        var options = new FuzzOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !options.Take(arguments[i], arguments[i + 1]))
            {
                return null;
            }
        }

        return options;
    }

    private bool Take(string name, string value)
    {
        if (name == "--replay")
        {
            Replay = Case.Parse(value);
            Seed = Replay?.Seed ?? 0;
            return Replay is not null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        switch (name)
        {
            case "--seed":
                Seed = number;
                return true;
            case "--parser":
                Parser = number;
                return true;
            case "--frames":
                Frames = number;
                return true;
            case "--requests":
                Requests = number;
                return true;
            case "--tokens":
                Tokens = number;
                return true;
            default:
                return false;
        }
    }
}
