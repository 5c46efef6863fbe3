using Goring.Chaos.Processes;

namespace Goring.Chaos.Checks;

/// <summary>What an instance must never write, whatever is done to it: a fault of its own rather than of its store.</summary>
internal static class LogCheck
{
    private static readonly string[] Marks =
    [
        "Unhandled exception", "\"Level\":\"Fatal\"", "BackgroundService failed", "Unobserved",

        // Our Redis loses nothing, so whoever says so is wrong.
        "The store has lost call",
    ];

    /// <summary>What an instance says that was started while Redis was down.</summary>
    private const string NoRedisAtStart = "REDIS_ADDR, REDIS_SENTINELS:";

    /// <summary>The first lines that say so, of each log.</summary>
    public static IEnumerable<string> Faults(IEnumerable<string> logs)
    {
        const int most = 3;
        return logs.SelectMany(log => File.ReadLines(log)
            .Where(IsFault)
            .Take(most)
            .Select(line => $"{Path.GetFileName(log)}: {line[..Math.Min(line.Length, 600)]}"));
    }

    private static bool IsFault(string line) =>
        Marks.Any(mark => line.Contains(mark, StringComparison.Ordinal))
        || (line.StartsWith(ChildProcess.ErrorMark, StringComparison.Ordinal)
            && !line.StartsWith(ChildProcess.ErrorMark + NoRedisAtStart, StringComparison.Ordinal))
        || (line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal) && !IsOfTheStore(line));

    /// <summary>That the store does not work is what the faults are there for.</summary>
    private static bool IsOfTheStore(string line) =>
        line.Contains("StoreUnavailableException", StringComparison.Ordinal)
        || line.Contains("the canary is missing", StringComparison.Ordinal);
}
