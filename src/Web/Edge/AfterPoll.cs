using Goring.Application.Connections;

namespace Goring.Web.Edge;

/// <summary>
/// Sockets for which frames became ready while a thread handled what one poll brought it: it tells them at its next poll, each once
/// (docs/decisions/0088). To wake another thread for each would cost more than to send, and would send before the next frame is ready.
/// </summary>
/// <param name="askForPoll">Has the thread poll once more. May fail; then the sockets are told elsewhere.</param>
internal sealed class AfterPoll(Func<bool> askForPoll)
{
    [ThreadStatic]
    private static AfterPoll? _ofThread;

    private readonly List<IFlushable> _ready = [];
    private bool _isAsked;

    /// <returns>Whether it is told by this thread: false on one that does not poll.</returns>
    public static bool TryAdd(IFlushable one) => _ofThread is { } here && here.TryQueue(one);

    /// <summary>As <see cref="TryAdd"/>, where the thread polls for others in any case: for what is not worth a poll of its own.</summary>
    public static bool TryJoin(IFlushable one) => _ofThread is { _isAsked: true } here && here.TryQueue(one);

    /// <summary>From now on this thread's sockets come here, if they go nowhere yet.</summary>
    /// <returns>Whether they do.</returns>
    public bool TryClaimThread() => (_ofThread ??= this) == this;

    /// <summary>Tells all, those included that become ready meanwhile. At a poll of the claimed thread.</summary>
    public void Flush()
    {
        try
        {
            for (var at = 0; at < _ready.Count; at++)
            {
                _ready[at].Flush();
            }
        }
        finally
        {
            _ready.Clear();
            _isAsked = false;
        }
    }

    private bool TryQueue(IFlushable one)
    {
        if (!_isAsked && !askForPoll())
        {
            return false;
        }

        _isAsked = true;
        _ready.Add(one);
        return true;
    }
}
