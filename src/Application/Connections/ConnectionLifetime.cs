using Goring.Application.Calls;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Connections;

/// <summary>A connection's way in and out: its slot is taken before the first message and given up after the last.</summary>
public sealed class ConnectionLifetime(
    ConnectionRegistry registry,
    IPresence presence,
    AbandonedSlots abandoned,
    CallOptions calls,
    InstanceOptions instance,
    ConnectionMetrics metrics,
    IMediator mediator,
    ILogger<ConnectionLifetime> logger)
{
    /// <summary>
    /// Takes the user's slot and begins the session. When the task completes the user is reachable; where it fails
    /// nothing of the connection is left.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task OpenAsync(IClientConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        registry.Add(connection);
        SessionStart start;
        try
        {
            start = await presence.ClaimAsync(connection, cancellationToken);
            connection.Begin(connection.Resume is null ? default : ReadyFor(connection, start), start);
        }
        catch
        {
            await CloseAsync(connection);
            throw;
        }

        metrics.Opened(connection, start);
        logger.Connected(connection.User.Id, connection.Id);
    }

    /// <summary>
    /// Gives the slot up, unless a newer connection has taken over. A call that the user is in waits for their
    /// return, or ends. Never throws: what the store cannot do now is tried again by <see cref="Upkeep"/>.
    /// </summary>
    public async Task CloseAsync(IClientConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        registry.Remove(connection);
        var holder = new SlotHolder(connection.User.Id, connection.Id)
        {
            Undelivered = connection.Undelivered is { Count: > 0 } undelivered ? undelivered : null,
        };
        try
        {
            await GiveUpAsync(holder, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever went wrong, a slot that stays behind makes a user seem reachable who is not.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.SlotNotGivenUp(error, holder.User, holder.Connection);
            abandoned.Add(holder);
        }

        logger.Disconnected(holder.User, holder.Connection);
    }

    /// <summary>Releases a slot; without a grace the user's call ends with it.</summary>
    /// <exception cref="StoreUnavailableException"/>
    internal async Task GiveUpAsync(SlotHolder holder, CancellationToken cancellationToken)
    {
        if (await presence.ReleaseAsync(holder, cancellationToken) && calls.ReconnectGrace == TimeSpan.Zero)
        {
            await mediator.Send(new PeerLost(holder.User), cancellationToken);
        }
    }

    private ReadOnlyMemory<byte> ReadyFor(IClientConnection connection, SessionStart start) =>
        WireFrame.Of(new SessionReady(
            connection.Id,
            instance.ServerId,
            UserInfo.Of(connection.User),
            (int)instance.Heartbeat.TotalSeconds,
            start.ResumeToken ?? "",
            (int)ReplayLimits.Window.TotalSeconds,
            start.Resumed,
            start.Call is { } call ? CallSnapshot.Of(call, connection.User.Id) : null));
}
