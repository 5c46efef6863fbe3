using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Infrastructure.InMemory;

/// <summary>
/// What the embedded store knows. Whoever reads or writes it holds <see cref="Gate"/>: one lock for all of it, since
/// a step touches two users and takes less than a microsecond.
/// </summary>
internal sealed class InMemoryState(ConnectionRegistry registry)
{
    public Lock Gate { get; } = new();

    public Dictionary<SessionId, CallSession> Calls { get; } = [];

    public Dictionary<UserId, SessionId> CallOfUser { get; } = [];

    public Dictionary<UserId, ConnectionId> Slots { get; } = [];

    /// <summary>The logs of <c>goring.v1</c> users, and of those who are away from a call.</summary>
    public Dictionary<UserId, ReplayLog> Logs { get; } = [];

    public DeadlineSet Deadlines { get; } = new();

    public PushLedger Pushes { get; } = new();

    public DeviceLedger Devices { get; } = new();

    /// <summary>
    /// Sends an event to a user, or keeps it where they are expected back. False for a relay for which there was no room.
    /// </summary>
    public bool Route(UserId user, ReadOnlyMemory<byte> frame, bool isRelay)
    {
        var log = Logs.GetValueOrDefault(user);
        if (!Slots.TryGetValue(user, out var connection))
        {
            return log is null || log.TryKeep(frame, isRelay);
        }

        if (log is null)
        {
            registry.TrySend(connection, new ServerEvent(frame));
        }
        else
        {
            var seq = log.Append(frame);
            registry.TrySend(connection, new ServerEvent(WireFrame.Numbered(seq, frame.Span), seq));
        }

        return true;
    }

    /// <summary>Forgets logs that nobody can come back to.</summary>
    public void DropExpiredLogs(DateTimeOffset now)
    {
        foreach (var (user, log) in Logs)
        {
            if (log.ExpiresAt <= now)
            {
                Logs.Remove(user);
            }
        }
    }
}
