using System.Security.Cryptography;
using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.Infrastructure.InMemory;

/// <summary>
/// Slots of one instance. They need no refresh: whoever could fail to refresh them is the process that holds them.
/// </summary>
internal sealed class InMemoryPresence(
    InMemoryState state, ConnectionRegistry registry, CallOptions options, TimeProvider time) : IPresence
{
    public ValueTask<SessionStart> ClaimAsync(IClientConnection connection, CancellationToken cancellationToken)
    {
        var user = connection.User.Id;
        lock (state.Gate)
        {
            state.Slots[user] = connection.Id;
            state.Deadlines.Remove(DeadlineKind.PeerReturns, user.Value);
            var call = state.CallOfUser.TryGetValue(user, out var session) ? state.Calls[session] : null;
            registry.Seat(connection.Id);

            if (connection.Resume is not { } resume)
            {
                var kept = state.Logs.Remove(user, out var left) ? left.Kept() : [];
                return new(new SessionStart(false, null, 0, kept, call));
            }

            if (!state.Logs.TryGetValue(user, out var log))
            {
                state.Logs[user] = log = new ReplayLog();
            }

            var (resumed, lastSeq, missed) = log.Begin(
                resume, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
            return new(new SessionStart(resumed, log.Token, lastSeq, missed, call));
        }
    }

    public ValueTask<bool> ReleaseAsync(SlotHolder holder, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (state.Gate)
        {
            if (!state.Slots.TryGetValue(holder.User, out var connection) || connection != holder.Connection)
            {
                return new(false);
            }

            state.Slots.Remove(holder.User);
            var grace = options.ReconnectGrace;
            var inCall = state.CallOfUser.ContainsKey(holder.User);
            if (state.Logs.TryGetValue(holder.User, out var log) || (inCall && grace > TimeSpan.Zero))
            {
                state.Logs[holder.User] = log ??= new ReplayLog();
                log.Leave(now + ReplayLimits.Window);
                foreach (var frame in inCall ? holder.Undelivered ?? [] : [])
                {
                    log.TryKeep(frame, isRelay: true);
                }
            }

            if (inCall)
            {
                var due = now + (grace > TimeSpan.Zero ? grace : IDeadlines.ClaimLease);
                state.Deadlines.Set(DeadlineKind.PeerReturns, holder.User.Value, due.ToUnixTimeMilliseconds());
            }

            return new(inCall);
        }
    }

    public ValueTask<RefreshReport> RefreshAsync(
        IReadOnlyList<IClientConnection> connections, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            state.DropExpiredLogs(time.GetUtcNow());
            return new(new RefreshReport(
                [.. connections.Where(connection =>
                    !state.Slots.TryGetValue(connection.User.Id, out var holder) || holder != connection.Id)],
                [],
                []));
        }
    }
}
