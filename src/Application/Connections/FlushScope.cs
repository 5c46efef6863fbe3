namespace Goring.Application.Connections;

/// <summary>Something that has frames to send, and waits to be told so.</summary>
public interface IFlushable
{
    /// <summary>Sends what is ready, on the caller's thread. It neither blocks nor throws: the others of the scope would not be told.</summary>
    void Flush();
}

/// <summary>
/// Sockets for which frames become ready on this thread while the scope is open: they are told at its end, here, and once, whatever
/// the number of their frames. Otherwise each is told from the thread pool, which for a frame or two costs more than to send them.
/// </summary>
/// <remarks>
/// A scope belongs to one thread and holds no <c>await</c>. Inside of another it does nothing. One that is never disposed of would keep
/// what its thread has to send.
/// </remarks>
public readonly ref struct FlushScope : IDisposable
{
    [ThreadStatic]
    private static List<IFlushable>? _ready;

    [ThreadStatic]
    private static int _most;

    private readonly bool _isOpen;

    private FlushScope(bool isOpen) => _isOpen = isOpen;

    /// <summary>Whether this thread is inside of a scope.</summary>
    public static bool IsOpen => _most > 0;

    /// <param name="most">How many the thread flushes itself; the others are told from the thread pool as ever.</param>
    public static FlushScope Open(int most)
    {
        if (IsOpen)
        {
            return default;
        }

        _ready ??= [];
        _most = most;
        return new(isOpen: true);
    }

    /// <returns>Whether it is flushed at the end of a scope of this thread.</returns>
    public static bool TryAdd(IFlushable one)
    {
        if (!IsOpen || _ready!.Count >= _most)
        {
            return false;
        }

        _ready.Add(one);
        return true;
    }

    /// <summary>Flushes all, those included that become ready meanwhile.</summary>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        try
        {
            for (var at = 0; at < _ready!.Count; at++)
            {
                _ready[at].Flush();
            }
        }
        finally
        {
            _most = 0;
            _ready!.Clear();
        }
    }
}
