using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Web.Signaling;

/// <summary>
/// The way of events to one client: through the gate that brings them into their order, and into the queue. What does
/// not come in order is asked of the store.
/// </summary>
internal sealed class ClientEvents(CallConnection connection, ReplayPump replay)
{
    private readonly Lock _gate = new();
    private readonly EventGate _order = new(numbered: connection.Resume is not null);
    private readonly List<ReadOnlyMemory<byte>> _passed = [];
    private List<ReadOnlyMemory<byte>>? _undelivered;
    private SessionId? _call;
    private SessionId? _lastOver;

    /// <inheritdoc cref="IClientConnection.Undelivered"/>
    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered
    {
        get
        {
            lock (_gate)
            {
                return _undelivered is null ? [] : [.. _undelivered];
            }
        }
    }

    /// <summary>The call that the client was last told it is in.</summary>
    public SessionId? Call
    {
        get
        {
            lock (_gate)
            {
                return _call;
            }
        }

        set
        {
            // That a call begins may be noted after the event that ends it: the answer comes over another way.
            lock (_gate)
            {
                _call = value is not null && value == _lastOver ? null : value;
            }
        }
    }

    public long LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _order.LastSeq;
            }
        }
    }

    /// <summary>Lets through what the client missed, then what came meanwhile, then what comes.</summary>
    public void Open(SessionStart start)
    {
        lock (_gate)
        {
            foreach (var @event in start.Missed.Concat(_order.Open(start.LastSeq)))
            {
                TrySend(@event);
            }
        }
    }

    /// <returns>False where the connection takes no more.</returns>
    public bool TrySend(ServerEvent @event)
    {
        // The order in which events pass the gate is the order in which they are queued.
        lock (_gate)
        {
            switch (_order.Offer(@event, _passed))
            {
                case EventFate.Ahead:
                    replay.Catch(connection);
                    break;
                case EventFate.Unnumbered:
                    replay.Adopt(connection, @event.Frame);
                    break;
            }

            if (!TryQueuePassed())
            {
                return false;
            }

            if (_order.Waiting > ConnectionSettings.MaxQueuedFrames)
            {
                connection.Close(CloseReason.TooSlow);
            }

            return !connection.IsClosing;
        }
    }

    /// <returns>False where the connection takes no more.</returns>
    private bool TryQueuePassed()
    {
        try
        {
            foreach (var frame in _passed)
            {
                NoteCall(frame.Span);
                if (!connection.TryQueue(frame))
                {
                    if (connection.Resume is null && (_undelivered ??= []).Count < ReplayLimits.MaxAwayFrames)
                    {
                        _undelivered.Add(frame);
                    }

                    return false;
                }
            }

            return true;
        }
        finally
        {
            // What has been sent is not to stay in memory until the next comes.
            _passed.Clear();
        }
    }

    /// <summary>Remembers which call the client is told of.</summary>
    private void NoteCall(ReadOnlySpan<byte> frame)
    {
        if (CallNews.Read(frame) is var (session, isOver))
        {
            _lastOver = isOver ? session : _lastOver;
            _call = !isOver ? session : _call == session ? null : _call;
        }
    }
}
