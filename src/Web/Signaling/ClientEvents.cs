using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Web.Signaling;

/// <summary>
/// The way of events to one client: through the gate that brings them into their order, and into the queue. What does
/// not come in order is asked of the store.
/// </summary>
/// <param name="queue">Queues a frame; false where the connection takes no more.</param>
internal sealed class ClientEvents(
    IClientConnection connection, ReplayPump replay, Func<ReadOnlyMemory<byte>, bool> queue)
{
    private readonly Lock _gate = new();
    private readonly EventGate _order = new(numbered: connection.Resume is not null);
    private readonly List<ReadOnlyMemory<byte>> _passed = [];
    private readonly List<ReadOnlyMemory<byte>> _undelivered = [];
    private SessionId? _call;
    private SessionId? _lastOver;

    /// <inheritdoc cref="IClientConnection.Undelivered"/>
    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered
    {
        get
        {
            lock (_gate)
            {
                return [.. _undelivered];
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
            _passed.Clear();
            switch (_order.Offer(@event, _passed))
            {
                case EventFate.Ahead:
                    replay.Catch(connection);
                    break;
                case EventFate.Unnumbered:
                    replay.Adopt(connection, @event.Frame);
                    break;
            }

            foreach (var frame in _passed)
            {
                NoteCall(frame.Span);
                if (!queue(frame))
                {
                    if (connection.Resume is null && _undelivered.Count < ReplayLimits.MaxAwayFrames)
                    {
                        _undelivered.Add(frame);
                    }

                    return false;
                }
            }

            if (_order.Waiting > ConnectionSettings.MaxQueuedFrames)
            {
                connection.Close(CloseReason.TooSlow);
            }

            return !connection.IsClosing;
        }
    }

    /// <summary>
    /// Remembers which call the client is told of.
    /// </summary>
    private void NoteCall(ReadOnlySpan<byte> frame)
    {
        if (CallNews.Read(frame) is var (session, isOver))
        {
            _lastOver = isOver ? session : _lastOver;
            _call = !isOver ? session : _call == session ? null : _call;
        }
    }
}
