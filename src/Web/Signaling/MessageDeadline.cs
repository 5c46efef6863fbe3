using Goring.Application.Connections;

namespace Goring.Web.Signaling;

/// <summary>
/// How long a client may take to send one message. Its timer is made by the first message that does not come whole and
/// serves the connection from then on. For the one reader alone.
/// </summary>
/// <param name="client">Is closed where the time is over.</param>
internal sealed class MessageDeadline(TimeSpan within, TimeProvider time, IClientSocket client) : IDisposable
{
    private ITimer? _timer;
    private bool _runs;

    /// <summary>The message has begun. Of no effect where it had already.</summary>
    public void Begin()
    {
        if (_runs)
        {
            return;
        }

        _runs = true;
        _timer ??= time.CreateTimer(
            static late => ((IClientSocket)late!).Close(CloseReason.TooLong),
            client,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _timer.Change(within, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The message is there.</summary>
    public void End()
    {
        if (_runs)
        {
            _runs = false;
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer?.Dispose();
}
