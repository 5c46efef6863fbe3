using Goring.Application.Connections;
using Goring.Domain.Users;

namespace Goring.Application.Ports;

/// <summary>
/// Who holds a user's socket: one slot a user over the whole fleet, fenced by the connection that holds it.
/// A slot not refreshed for <see cref="SlotLifetime"/> falls free. Every member is atomic a user.
/// </summary>
public interface IPresence
{
    /// <summary>How long a slot lives without a refresh (docs/protocol.md, part 6).</summary>
    static readonly TimeSpan SlotLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How often slots are refreshed (docs/protocol.md, part 6).</summary>
    static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes a user's slot for a connection of this instance, which must be in the <see cref="ConnectionRegistry"/>.
    /// A connection that held it, here or elsewhere, is told that it was replaced; the user's call goes on.
    /// From the moment it tells of, every event for the user reaches the new connection.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The slot may have been taken or not: release it.</exception>
    ValueTask<SessionStart> ClaimAsync(IClientConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a slot up where that connection still holds it; otherwise nothing. What a resumable session, or a user
    /// in a call, is sent from now on is kept (<see cref="ReplayLimits"/>). A user in a call stands among the
    /// deadlines until they return or the call is over.
    /// </summary>
    /// <returns>Whether the user was in a call.</returns>
    ValueTask<bool> ReleaseAsync(SlotHolder holder, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps slots, sessions and the calls of their users alive. What the store has lost of a slot or a session is
    /// put there again.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store fails; also where there are no connections.</exception>
    ValueTask<RefreshReport> RefreshAsync(
        IReadOnlyList<IClientConnection> connections, CancellationToken cancellationToken);
}

/// <summary>A user and the connection that holds, or held, their slot.</summary>
public readonly record struct SlotHolder(UserId User, ConnectionId Connection)
{
    /// <summary>
    /// What came for a client of the base protocol while the connection closed, in order: kept with what is sent from
    /// the release on. Null for nothing.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Undelivered { get; init; }
}

/// <param name="Taken">Connections whose slot belongs to a newer one by now.</param>
/// <param name="Behind">Connections that have not got every event of their session.</param>
/// <param name="Callless">Connections whose <see cref="IClientConnection.Call"/> the store does not have.</param>
public sealed record RefreshReport(
    IReadOnlyList<IClientConnection> Taken,
    IReadOnlyList<IClientConnection> Behind,
    IReadOnlyList<IClientConnection> Callless);
