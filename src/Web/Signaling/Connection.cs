using System.Net.WebSockets;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Web.Signaling;

/// <summary>
/// One client's socket, whichever protocol it speaks: one loop receives and hands frames to the dispatcher, one loop
/// sends what is queued. Frames may be queued before the socket is there.
/// </summary>
internal abstract class Connection : IClientSocket, IDisposable
{
    /// <summary>Over how long the clients of a restarting server spread their return.</summary>
    private const int MaxRetryMilliseconds = 1000;

    private readonly ConnectionSettings _settings;
    private readonly MessageDispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly ClientBudget _budget;
    private readonly OutboundQueue _outbound =
        new(ConnectionSettings.MaxQueuedFrames, ConnectionSettings.MaxQueuedBytes);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cutOff;
    private bool _disposed;
    private OverlappingCommands? _overlapping;
    private bool _commandRuns;
    private CloseReason? _closeAfterCommand;

    protected Connection(ConnectionId id, User user, bool speaksV1, SocketHost host)
    {
        Id = id;
        User = user;
        SpeaksV1 = speaksV1;
        _settings = host.Settings;
        _dispatcher = host.Dispatcher;
        _logger = host.Logger;
        _budget = new(host.Settings);
        _cutOff = new(Timeout.InfiniteTimeSpan, host.Time);
    }

    public ConnectionId Id { get; }

    public User User { get; }

    public bool SpeaksV1 { get; }

    public abstract ClientProtocol Protocol { get; }

    public abstract Sender Sender { get; }

    public bool IsClosing => _outbound.Closed is not null;

    public abstract bool TrySend(ServerEvent @event);

    public void HoldEvents() => _outbound.Hold();

    public void Answer(ReadOnlyMemory<byte> frame) => Check(_outbound.TryQueueAnswer(frame));

    public void Close(CloseReason reason)
    {
        lock (_gate)
        {
            // Neither is in haste: the command that runs is answered first.
            if (reason is CloseReason.Restarting or CloseReason.Replaced && _commandRuns)
            {
                _closeAfterCommand ??= reason;
            }
            else if (CloseOutbound(reason) && !_disposed)
            {
                _cutOff.CancelAfter(_settings.CloseTimeout);
            }
        }
    }

    /// <summary>
    /// Serves the socket until either side has closed it or it is lost. The connection is of no use afterwards.
    /// </summary>
    /// <param name="stream">What stands below the socket, if it can gather writes.</param>
    public async Task RunAsync(WebSocket socket, GatheringStream? stream, CancellationToken cancellationToken)
    {
        // Cutting off ends a send to a client that does not read, and the wait for one that does not close.
        await using var cutOff = _cutOff.Token.Register(static state => ((WebSocket)state!).Abort(), socket);
        var sending = SendLoopAsync(socket, stream);
        try
        {
            await ReceiveLoopAsync(socket, cancellationToken);
        }
        catch (Exception error) when (IsLoss(error))
        {
            _logger.SocketLost(Id, error.Message);
        }
        finally
        {
            Close(CloseReason.Normal);
            await sending;
            socket.Abort();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _outbound.Close(CloseReason.Normal);
        _budget.Dispose();
        _cutOff.Dispose();
    }

    private async Task ReceiveLoopAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var reader = new FrameReader(socket, ConnectionSettings.MaxMessageBytes);
        try
        {
            while (true)
            {
                var reading = reader.ReadAsync();
                if (!reading.IsCompleted)
                {
                    await SettleAsync();
                    EndCommand();
                }

                var frame = await reading;
                if (frame.Kind == FrameKind.Close)
                {
                    return;
                }

                // A closing connection is read on only to find the client's own close behind what it still sends.
                if (TryBeginCommand())
                {
                    await HandleAsync(frame, reader, cancellationToken);
                    if (_overlapping is { IsFull: true } || _closeAfterCommand is not null)
                    {
                        await SettleAsync();
                    }

                    EndCommand();
                }
            }
        }
        finally
        {
            await SettleAsync();
        }
    }

    private bool TryBeginCommand()
    {
        lock (_gate)
        {
            return _commandRuns = _outbound.Closed is null;
        }
    }

    private void EndCommand()
    {
        CloseReason? reason;
        lock (_gate)
        {
            _commandRuns = _overlapping is { Any: true };
            reason = _commandRuns ? null : _closeAfterCommand;
        }

        if (reason is { } due)
        {
            Close(due);
        }
    }

    private async ValueTask HandleAsync(ReceivedFrame frame, FrameReader reader, CancellationToken cancellationToken)
    {
        if (frame.Kind == FrameKind.TooLarge)
        {
            await SettleAsync();
            Close(CloseReason.TooLarge);
            return;
        }

        var isHeard = _budget.TryTakeMessage();
        var incoming = isHeard && frame.Kind == FrameKind.Text ? MessageDispatcher.Read(frame.Bytes, this) : default;
        if (incoming.Message is { MayOverlap: true })
        {
            // Not waited for: those that came with it are to be under way together. It is waited for as soon as nothing
            // more has arrived, or something that may not overlap.
            var answered = _dispatcher.DispatchAsync(incoming, this, cancellationToken);
            if (answered.IsCompleted)
            {
                NoteMistake(await answered);
                return;
            }

            _overlapping ??= new(NoteMistake);
            _overlapping.Add(answered, reader.TakeBuffer());
            return;
        }

        await SettleAsync();
        NoteMistake(
            !isHeard ? MessageDispatcher.RefuseUnheard(frame.Bytes, this, ErrorCode.RateLimited)
            : frame.Kind == FrameKind.Binary
                ? MessageDispatcher.Refuse(this, ErrorCode.InvalidMessage, "a message is a text frame")
            : await _dispatcher.DispatchAsync(incoming, this, cancellationToken));
    }

    /// <summary>Waits for the messages that overlap.</summary>
    private ValueTask SettleAsync() => _overlapping is { Any: true } some ? some.SettleAsync() : ValueTask.CompletedTask;

    private void NoteMistake(ErrorCode? error)
    {
        if (error is ErrorCode.InvalidMessage or ErrorCode.RateLimited && !_budget.TryTakeMistake())
        {
            Close(CloseReason.Policy);
        }
    }

    private async Task SendLoopAsync(WebSocket socket, GatheringStream? stream)
    {
        var ready = new FrameSender(socket, stream, _outbound);
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
            _logger.SocketLost(Id, error.Message);
            Close(CloseReason.Normal);
            socket.Abort();
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
    protected bool TryQueue(ReadOnlyMemory<byte> frame) => Check(_outbound.TryQueueEvent(frame));

    private bool Check(Queued queued)
    {
        if (queued == Queued.Full)
        {
            _logger.ClientTooSlow(User.Id, Id);
            Close(CloseReason.TooSlow);
        }

        return queued == Queued.Taken;
    }

    private static bool IsLoss(Exception error) =>
        error is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;
}
