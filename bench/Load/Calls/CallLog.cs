using System.Diagnostics;

namespace Goring.Bench.Load.Calls;

/// <summary>What a load has done. Written by its loop's thread.</summary>
internal sealed class CallLog
{
    private long _completed;

    /// <summary>Readable from any thread.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>Latencies are kept of what began from here on.</summary>
    public long From { get; set; } = long.MaxValue;

    /// <summary>And before this: what is late is kept too, however late.</summary>
    public long Until { get; set; } = long.MaxValue;

    /// <summary>From the time the call was to begin to the callee's <c>call.ring</c>; at the floor to the first echo.</summary>
    public LatencyLog Rings { get; } = new();

    /// <summary>From the write of a candidate to its arrival.</summary>
    public LatencyLog Candidates { get; } = new();

    public void Complete() => Volatile.Write(ref _completed, _completed + 1);

    /// <param name="intended">When the call was to begin.</param>
    public void Ring(long intended) => Add(Rings, intended);

    /// <param name="sent">When the candidate was written.</param>
    public void Candidate(long sent) => Add(Candidates, sent);

    private void Add(LatencyLog log, long begun)
    {
        if (begun >= From && begun < Until)
        {
            log.Add(Stopwatch.GetTimestamp() - begun);
        }
    }
}
