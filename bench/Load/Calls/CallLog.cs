namespace Goring.Bench.Load.Calls;

/// <summary>What a load has done. Written by its loop's thread.</summary>
internal sealed class CallLog
{
    private long _completed;

    /// <summary>Readable from any thread.</summary>
    public long Completed => Volatile.Read(ref _completed);

    /// <summary>Whether latencies are kept.</summary>
    public bool IsRecording { get; set; }

    /// <summary>From the time the call was to begin to the callee's <c>call.ring</c>; at the floor to the first echo.</summary>
    public LatencyLog Rings { get; } = new();

    /// <summary>From the write of a candidate to its arrival.</summary>
    public LatencyLog Candidates { get; } = new();

    public void Complete() => Volatile.Write(ref _completed, _completed + 1);

    public void Ring(long ticks)
    {
        if (IsRecording)
        {
            Rings.Add(ticks);
        }
    }

    public void Candidate(long ticks)
    {
        if (IsRecording)
        {
            Candidates.Add(ticks);
        }
    }
}
