using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Goring.Fuzz;

/// <summary>What was done, counted, and what was found. From any thread.</summary>
internal sealed class Report(int seed)
{
    /// <summary>Beyond it a leg stops: one bug is found again and again.</summary>
    private const int Enough = 10;

    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentDictionary<Case, bool> _found = new();
    private readonly ConcurrentQueue<(string Text, string? Where)> _findings = new();
    private readonly long _begun = Stopwatch.GetTimestamp();

    public int Seed => seed;

    public bool HasEnough => _findings.Count >= Enough;

    /// <param name="what">Leg and kind, as <c>sockets closed 1000</c>.</param>
    public void Count(string what, long by = 1) => _counts.AddOrUpdate(what, by, (_, count) => count + by);

    /// <summary>What a case has found first.</summary>
    public void Find(Case where, string what)
    {
        if (_found.TryAdd(where, true))
        {
            Find(what, where.ToString());
        }
    }

    /// <param name="where">The cases that may have caused it, as <c>--replay</c> takes them; null: nobody knows.</param>
    public void Find(string what, string? where)
    {
        if (_findings.Count < 3 * Enough)
        {
            _findings.Enqueue((what, where));
            Console.WriteLine($"FOUND {what}{(where is null ? "" : $"\n      --replay {where}")}");
        }
    }

    public static void Say(string line) => Console.WriteLine(line);

    public static void Finished(string leg, int cases, TimeSpan took) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{leg}: {cases} in {took.TotalSeconds:F1} s"));

    /// <returns>The exit code.</returns>
    public int End()
    {
        foreach (var (what, count) in _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,10} {what}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {_findings.Count} findings in {Stopwatch.GetElapsedTime(_begun).TotalSeconds:F0} s"));
        return _findings.IsEmpty ? 0 : 1;
    }
}
