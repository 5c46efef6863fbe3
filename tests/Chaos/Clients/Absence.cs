using System.Diagnostics;

namespace Goring.Chaos.Clients;

/// <summary>When a client was without a connection.</summary>
internal sealed class Absence
{
    private static readonly TimeSpan WorthNoting = TimeSpan.FromSeconds(5);

    private readonly List<(long From, long To)> _spans = [];

    public void Add(long from, long to)
    {
        if (Stopwatch.GetElapsedTime(from, to) >= WorthNoting)
        {
            lock (_spans)
            {
                _spans.Add((from, to));
            }
        }
    }

    /// <summary>The longest absence, of those worth noting, that ended after a timestamp.</summary>
    public TimeSpan LongestSince(long timestamp)
    {
        lock (_spans)
        {
            return _spans
                .Where(span => span.To >= timestamp)
                .Select(span => Stopwatch.GetElapsedTime(span.From, span.To))
                .DefaultIfEmpty(TimeSpan.Zero)
                .Max();
        }
    }
}
