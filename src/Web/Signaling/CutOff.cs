using System.Net.WebSockets;

namespace Goring.Web.Signaling;

/// <summary>
/// Ends a send to a client that does not read, and the wait for one that does not close, once the time for it is over. Most sockets
/// never have one.
/// </summary>
internal sealed class CutOff : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private WebSocket? _socket;
    private bool _isOver;

    /// <param name="socket">Null where it is not there yet.</param>
    public CutOff(TimeProvider time, WebSocket? socket)
    {
        _socket = socket;
        _timer = time.CreateTimer(
            static late => ((CutOff)late!).Cut(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was set before does not count any more.</summary>
    public void After(TimeSpan time) => _timer.Change(time, Timeout.InfiniteTimeSpan);

    /// <summary>The socket is there; it ends at once where the time is over.</summary>
    public void Serve(WebSocket socket)
    {
        lock (_gate)
        {
            _socket = socket;
            if (!_isOver)
            {
                return;
            }
        }

        socket.Abort();
    }

    public void Dispose() => _timer.Dispose();

    private void Cut()
    {
        WebSocket? socket;
        lock (_gate)
        {
            (socket, _isOver) = (_socket, true);
        }

        socket?.Abort();
    }
}
