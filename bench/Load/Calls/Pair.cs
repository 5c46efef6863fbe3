using System.Diagnostics;
using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Calls;

/// <summary>Two clients and the calls between them, one after another. Everything from their loop's thread.</summary>
internal abstract class Pair(SequenceLoad load) : IDisposable
{
    protected SequenceLoad Load => load;

    /// <summary>Whether a call has begun and not ended.</summary>
    public bool IsBusy { get; private set; }

    public bool IsBroken { get; private set; }

    /// <param name="intended">When the call was to begin; latency counts from there.</param>
    public void Begin(long intended)
    {
        IsBusy = true;
        Start(intended);
    }

    public abstract void Dispose();

    public abstract void OnMessage(PairSocket socket, ReadOnlySpan<byte> message);

    /// <summary>Something is wrong: the pair makes no more calls.</summary>
    public void Break(string why)
    {
        if (!IsBroken)
        {
            IsBroken = true;
            load.Trouble.Fail($"{this}: {why}");
        }
    }

    protected abstract void Start(long intended);

    protected void End()
    {
        IsBusy = false;
        load.Completed(this);
    }

    protected static long Now => Stopwatch.GetTimestamp();
}

/// <summary>One of the two.</summary>
internal sealed class PairSocket(Pair pair, EventLoop loop, Action opened) : WireSocket(loop)
{
    protected override void OnOpen() => opened();

    protected override void OnMessage(ReadOnlySpan<byte> message) => pair.OnMessage(this, message);

    protected override void OnLost(string reason) => pair.Break(reason);
}
