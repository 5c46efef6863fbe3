using System.Threading.Tasks.Sources;
using Goring.Application.Connections;
using Goring.Web.Edge;

namespace Goring.Web.Signaling;

/// <summary>
/// The frames that wait for one socket, bounded in number and bytes. Many may queue, one sends. Nobody ever waits
/// for room: a full queue says so.
/// </summary>
internal sealed class OutboundQueue(int maxFrames, int maxBytes) : IValueTaskSource, IFlushable
{
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _ready = new();
    private readonly Queue<ReadOnlyMemory<byte>> _held = new();
    private ManualResetValueTaskSourceCore<bool> _changed;
    private int _bytes;
    private bool _holding;
    private bool _senderWaits;
    private CloseReason? _closed;

    /// <summary>Why the queue takes no more frames, or null.</summary>
    public CloseReason? Closed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>How many frames wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count + _held.Count;
            }
        }
    }

    /// <summary>Queues what somebody else sent; behind the answer that <see cref="Hold"/> announced.</summary>
    public Queued TryQueueEvent(ReadOnlyMemory<byte> frame) => TryQueue(frame, isAnswer: false);

    /// <summary>From now on events wait for the answer.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holding = true;
        }
    }

    /// <summary>Queues an answer, if it is not empty, and behind it the events that waited for it.</summary>
    public Queued TryQueueAnswer(ReadOnlyMemory<byte> frame) => TryQueue(frame, isAnswer: true);

    /// <summary>
    /// Takes no more frames. Those that wait still go out, except for a client that is too slow to read them.
    /// </summary>
    /// <returns>Whether this was the first reason.</returns>
    public bool Close(CloseReason reason)
    {
        bool wake;
        lock (_gate)
        {
            if (_closed is not null)
            {
                return false;
            }

            _closed = reason;
            if (reason == CloseReason.TooSlow)
            {
                _ready.Clear();
                _held.Clear();
            }

            ReleaseHeld();

            wake = TakeWaiter();
        }

        Wake(wake);
        return true;
    }

    /// <summary>The next frame, in order. False where none is ready.</summary>
    /// <param name="more">Whether another stands behind it.</param>
    public bool TryTake(out ReadOnlyMemory<byte> frame, out bool more)
    {
        lock (_gate)
        {
            more = _ready.Count > 1;
            if (!_ready.TryDequeue(out frame))
            {
                return false;
            }

            _bytes -= frame.Length;
            return true;
        }
    }

    /// <summary>Completes when there may be a frame to take, or the queue is closed. For the one sender alone.</summary>
    public ValueTask WaitAsync()
    {
        lock (_gate)
        {
            if (_ready.Count > 0 || _closed is not null)
            {
                return ValueTask.CompletedTask;
            }

            _changed.Reset();
            _senderWaits = true;
            return new(this, _changed.Version);
        }
    }

    void IValueTaskSource.GetResult(short token) => _changed.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _changed.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _changed.OnCompleted(continuation, state, token, flags);

    void IFlushable.Flush() => WakeSender(here: true);

    private Queued TryQueue(ReadOnlyMemory<byte> frame, bool isAnswer)
    {
        bool wake;
        lock (_gate)
        {
            if (isAnswer)
            {
                _holding = false;
            }

            if (_closed is not null)
            {
                return Queued.Closed;
            }

            if (!frame.IsEmpty)
            {
                if (_ready.Count + _held.Count >= maxFrames || _bytes + frame.Length > maxBytes)
                {
                    return Queued.Full;
                }

                _bytes += frame.Length;
                (_holding ? _held : _ready).Enqueue(frame);
            }

            if (isAnswer)
            {
                ReleaseHeld();
            }

            wake = _ready.Count > 0 && TakeWaiter();
        }

        Wake(wake);
        return Queued.Taken;
    }

    private void ReleaseHeld()
    {
        while (_held.TryDequeue(out var held))
        {
            _ready.Enqueue(held);
        }
    }

    private bool TakeWaiter()
    {
        var waits = _senderWaits;
        _senderWaits = false;
        return waits;
    }

    private void Wake(bool wake)
    {
        // A scope that is full leaves the others to the thread pool: this thread has enough to send.
        if (wake && !FlushScope.TryAdd(this) && (FlushScope.IsOpen || !AfterPoll.TryAdd(this)))
        {
            WakeSender(here: false);
        }
    }

    private void WakeSender(bool here)
    {
        _changed.RunContinuationsAsynchronously = !here;
        _changed.SetResult(true);
    }
}

/// <summary>What became of a frame.</summary>
internal enum Queued
{
    Taken,

    /// <summary>Dropped: the queue takes no more.</summary>
    Closed,

    /// <summary>Dropped: there is no room.</summary>
    Full,
}
