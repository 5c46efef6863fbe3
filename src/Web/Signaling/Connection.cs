using System.Net.WebSockets;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Users;

namespace Goring.Web.Signaling;

/// <summary>
/// One client's socket, whichever protocol it speaks: one loop receives and hands frames to the dispatcher, one loop
/// sends what is queued. Frames may be queued before the socket is there.
/// </summary>
internal abstract class Connection : IClientSocket, ITimed, IDisposable
{
    /// <summary>Over how long the clients of a restarting server spread their return.</summary>
    private const int MaxRetryMilliseconds = 1000;

    private readonly SocketHost _host;
    private readonly ClientBudget _budget;
    private readonly OutboundQueue _outbound = new(ConnectionSettings.MaxQueuedFrames, ConnectionSettings.MaxQueuedBytes);
    private readonly Lock _gate = new();
    private WebSocket? _socket;
    private CutOff? _cutOff;
    private bool _disposed;
    private bool _commandRuns;
    private bool _lost;
    private CloseReason? _closeAfterCommand;
    private TokenLife _token = TokenLife.Endless;
    private SilenceWatch? _silence;
    private int? _place;

    protected Connection(ConnectionId id, User user, bool speaksV1, SocketHost host)
    {
        Id = id;
        User = user;
        SpeaksV1 = speaksV1;
        _host = host;
        _budget = new(host.Settings);
    }

    public ConnectionId Id { get; }

    public User User { get; }

    public bool SpeaksV1 { get; }

    public abstract ClientProtocol Protocol { get; }

    public abstract Sender Sender { get; }

    public int Waiting => _outbound.Count;

    public bool IsClosing => _outbound.Closed is not null;

    public abstract bool TrySend(ServerEvent @event);

    public void HoldEvents() => _outbound.Hold();

    public void Answer(ReadOnlyMemory<byte> frame) => Check(_outbound.TryQueueAnswer(frame));

    public void Close(CloseReason reason)
    {
        lock (_gate)
        {
            // None of these is in haste: the command that runs is answered first.
            if (reason is CloseReason.Restarting or CloseReason.Replaced or CloseReason.TokenExpired && _commandRuns)
            {
                // The command may bring a fresh token, but no other reason goes away.
                _closeAfterCommand = _closeAfterCommand is { } due and not CloseReason.TokenExpired ? due : reason;
            }
            else if (CloseOutbound(reason) && !_disposed)
            {
                CutOffAfter(_host.Settings.CloseTimeout);
            }
        }
    }

    public void StayUntil(DateTimeOffset? expires)
    {
        lock (_gate)
        {
            _token = TokenLife.Until(expires, _host.Time.GetUtcNow(), _host.Settings.TokenWarning);
            _closeAfterCommand = _closeAfterCommand == CloseReason.TokenExpired ? null : _closeAfterCommand;
            if (_place is { } place)
            {
                _host.Rounds.Changed(place);
            }
            else if (!_disposed)
            {
                _place = _host.Rounds.Enter(this);
            }
        }
    }

    /// <summary>
    /// Warns the client where its token is soon over, closes it where it is over, pings one that is silent and gives it up
    /// where it stays so.
    /// </summary>
    public TimeSpan Look(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_outbound.Closed is not null || _disposed)
            {
                return TimeSpan.MaxValue;
            }

            var alone = TimeSpan.MaxValue;
            if (_silence is { } silence)
            {
                if (silence.Look() is { } again)
                {
                    alone = again;
                }
                else
                {
                    CutOffAfter(TimeSpan.Zero);
                }
            }

            if (_token.IsOver(now))
            {
                Close(CloseReason.TokenExpired);
            }
            else if (SpeaksV1 && _token.TryWarn(now, out var left))
            {
                // Queued like news, which waits for an answer under way: a warning must not let others overtake it.
                TryQueue(WireFrame.Of(new SessionClosing(
                    "token_expiring", Random.Shared.Next(MaxRetryMilliseconds), (int)left.TotalMilliseconds)));
            }

            var good = _token.LeftAlone(now, isWarned: SpeaksV1);
            return good < alone ? good : alone;
        }
    }

    /// <summary>
    /// Serves the socket until either side has closed it or it is lost. The connection is of no use afterwards.
    /// </summary>
    /// <param name="stream">What stands below the socket, if it can gather writes.</param>
    public async Task RunAsync(WebSocket socket, TransportStream? stream, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _socket = socket;
            _cutOff?.Serve(socket);

            // Where the stream is not ours the WebSocket itself pings.
            _silence = stream is null ? null : new(stream, _host.Settings, _host.Clock);
            if (_place is { } place)
            {
                _host.Rounds.Changed(place);
            }
        }

        var sending = SendLoopAsync(socket, stream);
        try
        {
            await new ReceiveLoop(this, _host, _budget).RunAsync(socket, stream, cancellationToken);
        }
        catch (Exception error) when (IsLoss(error))
        {
            NoteLoss(error);
        }
        finally
        {
            Close(CloseReason.Normal);
            await sending;
            socket.Abort();
            _host.Connections.Closed(this, _lost ? CloseCodes.Lost : CloseCodes.TagOf(_outbound.Closed!.Value));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            if (_place is { } place)
            {
                _host.Rounds.Leave(place);
                _place = null;
            }
        }

        _outbound.Close(CloseReason.Normal);
        _budget.Dispose();
        _cutOff?.Dispose();
    }

    /// <summary>Whether it closes once the command that runs is answered.</summary>
    internal bool IsToClose
    {
        get
        {
            lock (_gate)
            {
                return _closeAfterCommand is not null;
            }
        }
    }

    /// <summary>A command of the client's begins; false where the connection is closing and takes none.</summary>
    internal bool TryBeginCommand()
    {
        lock (_gate)
        {
            return _commandRuns = _outbound.Closed is null;
        }
    }

    /// <summary>No command of the client's runs. What waited for that to close now does.</summary>
    internal void EndCommand()
    {
        CloseReason? reason;
        lock (_gate)
        {
            _commandRuns = false;
            reason = _closeAfterCommand;
        }

        if (reason is { } due)
        {
            Close(due);
        }
    }

    private async Task SendLoopAsync(WebSocket socket, TransportStream? stream)
    {
        var ready = new FrameSender(socket, stream, _outbound, _host.Messages);
        try
        {
            CloseReason? closed;
            do
            {
                await _outbound.WaitAsync();

                // Asked before the queue is emptied: what is queued before a close goes out before it.
                closed = _outbound.Closed;
                await ready.SendReadyAsync();
            }
            while (closed is null);

            var (code, text) = CloseCodes.Of(closed.Value);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(code, text, CancellationToken.None);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            NoteLoss(error);
            Close(CloseReason.Normal);
            socket.Abort();
        }
    }

    /// <summary>Under the lock.</summary>
    private void CutOffAfter(TimeSpan time) => (_cutOff ??= new(_host.Time, _socket)).After(time);

    private void NoteLoss(Exception error)
    {
        _host.Logger.SocketLost(Id, error.Message);
        lock (_gate)
        {
            _lost |= _outbound.Closed is null;
        }
    }

    /// <summary>A client that understands it is told first when to come back.</summary>
    private bool CloseOutbound(CloseReason reason)
    {
        if (reason == CloseReason.Restarting && SpeaksV1)
        {
            var closing = new SessionClosing("restarting", Random.Shared.Next(MaxRetryMilliseconds));
            _outbound.TryQueueAnswer(WireFrame.Of(closing));
        }

        return _outbound.Close(reason);
    }

    /// <summary>Queues what somebody else caused; false where the connection takes no more.</summary>
    internal bool TryQueue(ReadOnlyMemory<byte> frame) => Check(_outbound.TryQueueEvent(frame));

    private bool Check(Queued queued)
    {
        if (queued == Queued.Full)
        {
            _host.Logger.ClientTooSlow(User.Id, Id);
            _host.Connections.Overflowed(this);
            Close(CloseReason.TooSlow);
        }

        return queued == Queued.Taken;
    }

    private static bool IsLoss(Exception error) =>
        error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
