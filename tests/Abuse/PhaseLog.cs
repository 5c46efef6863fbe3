using System.Collections.Concurrent;

namespace Goring.Abuse;

/// <summary>What the bystanders see while a phase lasts.</summary>
internal sealed class PhaseLog(Phase phase)
{
    private int _calls;
    private int _newcomers;

    public ConcurrentBag<double> Rings { get; } = [];

    public ConcurrentBag<double> Calls { get; } = [];

    public ConcurrentBag<double> Handshakes { get; } = [];

    public ConcurrentBag<double> Healths { get; } = [];

    public ConcurrentQueue<string> Failures { get; } = new();

    public void Called(TimeSpan took)
    {
        Interlocked.Increment(ref _calls);
        Calls.Add(took.TotalMilliseconds);
    }

    public void Arrived(TimeSpan took)
    {
        Interlocked.Increment(ref _newcomers);
        Handshakes.Add(took.TotalMilliseconds);
    }

    public PhaseReport ToReport() => new(
        phase, _calls, _newcomers, [.. Failures], Figures.Of(Rings), Figures.Of(Calls), Figures.Of(Handshakes), Figures.Of(Healths));
}
