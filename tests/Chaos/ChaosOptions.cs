using System.Globalization;

namespace Goring.Chaos;

/// <summary>What a run is made of. The defaults are a full run; shorter ones are for development.</summary>
internal sealed record ChaosOptions
{
    public const string Usage =
        "usage: chaos [--pairs 200] [--instances 3] [--minutes 10 | --seconds 60] [--fault-every 10] [--seed S]"
        + " [--storm yes|no] [--logs DIR]";

    /// <summary><c>RING_TIMEOUT_SECONDS</c> of the fleet: short, so that many calls can be left ringing.</summary>
    public static readonly TimeSpan RingTimeout = TimeSpan.FromSeconds(5);

    /// <summary><c>RECONNECT_GRACE_SECONDS</c> of the fleet: longer than any fault keeps a client away.</summary>
    public static readonly TimeSpan ReconnectGrace = TimeSpan.FromSeconds(15);

    /// <summary>How long something that must happen may take before it counts as never.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public int Pairs { get; private set; } = 200;

    public int Instances { get; private set; } = 3;

    public TimeSpan Duration { get; private set; } = TimeSpan.FromMinutes(10);

    public TimeSpan FaultEvery { get; private set; } = TimeSpan.FromSeconds(10);

    public int Seed { get; private set; } = Random.Shared.Next();

    /// <summary>Whether Redis and the instances are hurt independently of each other, so that faults overlap.</summary>
    public bool Storm { get; private set; }

    /// <summary>Where the logs of every process are copied to at the end; null: nowhere.</summary>
    public string? Logs { get; private set; }

    /// <returns>Null where the arguments are wrong.</returns>
    public static ChaosOptions? Parse(string[] arguments)
    {
        var options = new ChaosOptions();
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
        if (name == "--logs")
        {
            Logs = value;
            return true;
        }

        if (name == "--storm" && value is "yes" or "no")
        {
            Storm = value == "yes";
            return true;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        switch (name)
        {
            case "--pairs" when number is >= 1 and <= 2000:
                Pairs = number;
                return true;
            case "--instances" when number is >= 1 and <= 9:
                Instances = number;
                return true;
            case "--minutes" when number is >= 1 and <= 120:
                Duration = TimeSpan.FromMinutes(number);
                return true;
            case "--seconds" when number is >= 1 and <= 7200:
                Duration = TimeSpan.FromSeconds(number);
                return true;
            case "--fault-every" when number >= 1:
                FaultEvery = TimeSpan.FromSeconds(number);
                return true;
            case "--seed":
                Seed = number;
                return true;
            default:
                return false;
        }
    }
}
