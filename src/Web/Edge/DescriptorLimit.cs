using System.Globalization;

namespace Goring.Web.Edge;

/// <summary>How many files and sockets the system lets this process have open (<c>ulimit -n</c>).</summary>
internal static class DescriptorLimit
{
    /// <summary>Where the system does not say, or says that there is none.</summary>
    public const int Unknown = 65_536;

    private const string Limits = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>.NET has raised the soft limit to the hard one by the time that this is asked.</summary>
    public static int OfThisProcess() => File.Exists(Limits) ? Parse(File.ReadAllText(Limits)) : Unknown;

    /// <param name="limits">The text of <c>/proc/self/limits</c> (proc(5)).</param>
    public static int Parse(string limits)
    {
        foreach (var line in limits.Split('\n'))
        {
            if (line.StartsWith(Line, StringComparison.Ordinal)
                && line[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
                && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit > 0)
            {
                return limit;
            }
        }

        return Unknown;
    }
}
