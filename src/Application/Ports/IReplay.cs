using Goring.Application.Connections;

namespace Goring.Application.Ports;

/// <summary>The numbered events of resumable sessions. What is sent live is news of what stands here.</summary>
public interface IReplay
{
    /// <summary>
    /// The events of a connection's session behind <see cref="IClientConnection.LastSeq"/>, in order; null where they
    /// are not kept any more.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    ValueTask<IReadOnlyList<ServerEvent>?> ReadAsync(IClientConnection connection, CancellationToken cancellationToken);

    /// <summary>
    /// Numbers and keeps an event that came without a number (from a server of an older fleet, or while the store had
    /// lost the session).
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    ValueTask<ServerEvent> AdoptAsync(
        IClientConnection connection, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}
