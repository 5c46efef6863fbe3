using System.Collections.Concurrent;
using System.Diagnostics;
using Goring.Chaos.Clients;
using Goring.Chaos.Faults;

namespace Goring.Chaos.Checks;

/// <summary>The book of a run: calls, faults, violations, and counts of what is allowed but worth knowing.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _calls;
    private TimeSpan _slowestAnswer;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begun);

    /// <summary>Calls whose end both sides know.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public IReadOnlyCollection<Violation> Violations => _violations;

    public IReadOnlyDictionary<string, long> Counts => _counts;

    public TimeSpan Slowest => _slowestAnswer;

    public Delays Delays { get; } = new();

    public IReadOnlyList<Fault> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public string LastFault
    {
        get
        {
            lock (_gate)
            {
                return _faults.Count == 0 ? "none yet" : _faults[^1].ToString();
            }
        }
    }

    public int HowMany(Wrong kind) => _violations.Count(violation => violation.Kind == kind);

    public void Add(Wrong kind, string what, params Client[] concerned) =>
        _violations.Enqueue(Violation.Of(kind, what, LastFault, concerned));

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    public void CallIsOver() => Interlocked.Increment(ref _calls);

    /// <summary>How many calls were completed between a fault and the next of its track.</summary>
    public long CallsAfter(Fault fault)
    {
        var next = Faults.SkipWhile(other => other != fault).Skip(1).FirstOrDefault(other => other.Track == fault.Track);
        return (next?.CallsBefore ?? Calls) - fault.CallsBefore;
    }

    public void Count(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public void SlowestAnswer(TimeSpan took)
    {
        lock (_gate)
        {
            _slowestAnswer = took > _slowestAnswer ? took : _slowestAnswer;
        }
    }
}
