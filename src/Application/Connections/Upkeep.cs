using Goring.Application.Calls;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Connections;

/// <summary>What every instance does from time to time for the whole fleet. Who calls it decides how often.</summary>
public sealed class Upkeep(
    ConnectionRegistry registry,
    IPresence presence,
    IDeadlines deadlines,
    ICallStore calls,
    AbandonedSlots abandonedSlots,
    AbandonedCalls abandonedCalls,
    ConnectionLifetime lifetime,
    ReplayPump replay,
    RoomUpkeep rooms,
    UpkeepMetrics metrics,
    IMediator mediator,
    TimeProvider time,
    ILogger<Upkeep> logger)
{
    /// <summary>How many deadlines one claim takes, so that instances share a flood of them.</summary>
    private const int MostDeadlines = 100;

    /// <summary>
    /// How long after an outage of the store no deadline is swept: every instance must have told the store first who
    /// is still connected, or users would count as lost who never were.
    /// </summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the store must not have had a call before it counts as lost: longer than the command that ends it
    /// may take, however many refreshes an outage brings in a row.
    /// </summary>
    private static readonly TimeSpan CallIsLost = TimeSpan.FromSeconds(5);

    private Dictionary<(ConnectionId Connection, SessionId Call), long> _callless = [];
    private volatile bool _refreshRequested;
    private bool _outage;
    private long _refreshed = time.GetTimestamp();
    private long? _settlingSince;

    /// <summary>Asks for a refresh at the next tick: something may have been missed. Never blocks.</summary>
    public void RequestRefresh() => _refreshRequested = true;

    /// <summary>
    /// Does what is to be done at this moment: slots are refreshed when it is time, or when the store is back; what
    /// was left behind is cleaned up; what is due is done. A store that fails is asked again at the next call. Never to
    /// be called twice at once.
    /// </summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_outage || _refreshRequested || time.GetElapsedTime(_refreshed) >= IPresence.RefreshInterval)
            {
                _refreshRequested = false;
                _refreshed = time.GetTimestamp();
                await RefreshSlotsAsync(cancellationToken);
                await rooms.RefreshAsync(cancellationToken);
            }

            if (_outage)
            {
                _outage = false;
                _settlingSince = time.GetTimestamp();
                logger.StoreIsBack();
            }

            await CleanUpAsync(cancellationToken);
            await rooms.CleanUpAsync(cancellationToken);
            if (_settlingSince is not { } since || time.GetElapsedTime(since) >= Settling)
            {
                await SweepDeadlinesAsync(cancellationToken);
                await rooms.SweepAsync(cancellationToken);
            }
        }
        catch (StoreUnavailableException error)
        {
            if (!_outage)
            {
                _outage = true;
                logger.StoreFails(error);
            }
        }
    }

    /// <summary>
    /// Keeps the slots of this instance and the calls of their users alive, closes those that were taken over
    /// without our hearing of it, and brings what was lost on the way.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task RefreshSlotsAsync(CancellationToken cancellationToken)
    {
        var report = await presence.RefreshAsync(registry.Seated(), cancellationToken);
        foreach (var connection in report.Taken)
        {
            logger.SlotTaken(connection.User.Id, connection.Id);
            connection.Close(CloseReason.Replaced);
        }

        foreach (var connection in report.Behind)
        {
            replay.Catch(connection);
        }

        // To a connection that has not got all events the end of its call may be among them.
        EndLostCalls(report.Callless.Except(report.Behind));
    }

    /// <summary>Gives up the slots, and ends the calls, that were left behind.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        foreach (var holder in abandonedSlots.Snapshot())
        {
            await lifetime.GiveUpAsync(holder, cancellationToken);
            abandonedSlots.Remove(holder);
        }

        foreach (var (session, caller) in abandonedCalls.Snapshot())
        {
            var ended = WireFrame.Of(new CallEnded(session, EndReason.EndedByUser, UserInfo.Of(caller)));
            await calls.ApplyAsync(session, CallTransition.End, caller, ended, cancellationToken);
            abandonedCalls.Remove(session);
        }
    }

    /// <summary>Does what is due, whichever instance made it due.</summary>
    /// <exception cref="StoreUnavailableException">What was claimed and not done is due again after its lease.</exception>
    public async Task SweepDeadlinesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Deadline> due;
        do
        {
            due = await deadlines.ClaimDueAsync(MostDeadlines, cancellationToken);
            foreach (var deadline in due)
            {
                await mediator.Send(RequestFor(deadline), cancellationToken);
                metrics.Fired(deadline.Kind);
                await deadlines.CompleteAsync(deadline, cancellationToken);
            }
        }
        while (due.Count == MostDeadlines);
    }

    /// <summary>
    /// A call that the store lost ends for the clients that think they are in it. Not at the first look: its end may
    /// be on its way.
    /// </summary>
    private void EndLostCalls(IEnumerable<IClientConnection> callless)
    {
        Dictionary<(ConnectionId Connection, SessionId Call), long> seen = [];
        foreach (var connection in callless)
        {
            if (connection.Call is not { } call)
            {
                continue;
            }

            var since = _callless.GetValueOrDefault((connection.Id, call), time.GetTimestamp());
            if (time.GetElapsedTime(since) < CallIsLost)
            {
                seen[(connection.Id, call)] = since;
                continue;
            }

            logger.CallGone(call, connection.User.Id);
            connection.Call = null;
            connection.TrySend(new(WireFrame.Of(new CallEnded(call, EndReason.PeerDisconnected))));
        }

        _callless = seen;
    }

    private static IRequest RequestFor(Deadline deadline) => deadline.Kind switch
    {
        DeadlineKind.RingEnds => new RingTimedOut(new SessionId(deadline.Subject)),
        DeadlineKind.PeerReturns => new PeerLost(new UserId(deadline.Subject)),
        _ => throw new ArgumentOutOfRangeException(nameof(deadline), deadline.Kind, "No such deadline."),
    };
}
