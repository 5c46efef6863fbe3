using System.Diagnostics;

namespace Goring.Chaos.Clients;

/// <summary>Whether a client has a connection that takes commands, and since when.</summary>
internal sealed class Presence
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<Link> _ready = NewReady();
    private volatile bool _isHere;
    private long _awaySince = Stopwatch.GetTimestamp();

    public bool IsHere => _isHere;

    /// <summary>Since when it was last connected, as a timestamp.</summary>
    public long HereSince { get; private set; }

    public TimeSpan Away => Stopwatch.GetElapsedTime(_awaySince);

    /// <summary>When it was away for long.</summary>
    public Absence Absence { get; } = new();

    /// <summary>The connection, once there is one.</summary>
    public Task<Link> ConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _ready.Task.WaitAsync(cancellationToken);
        }
    }

    public void Come(Link link)
    {
        lock (_gate)
        {
            HereSince = Stopwatch.GetTimestamp();
            Absence.Add(_awaySince, HereSince);
            _isHere = true;
            _ready.TrySetResult(link);
        }
    }

    /// <summary>From now on commands wait for the next connection.</summary>
    public void Go()
    {
        lock (_gate)
        {
            if (_isHere)
            {
                _isHere = false;
                _awaySince = Stopwatch.GetTimestamp();
                _ready = NewReady();
            }
        }
    }

    private static TaskCompletionSource<Link> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
