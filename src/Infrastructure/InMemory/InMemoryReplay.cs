using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;

namespace Goring.Infrastructure.InMemory;

/// <summary>The events of resumable sessions of one instance.</summary>
internal sealed class InMemoryReplay(InMemoryState state) : IReplay
{
    public ValueTask<IReadOnlyList<ServerEvent>?> ReadAsync(
        IClientConnection connection, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return new(LogOf(connection)?.After(connection.LastSeq));
        }
    }

    public ValueTask<ServerEvent> AdoptAsync(
        IClientConnection connection, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            // Every event of this store is numbered where it is caused; only the session's own client has no log.
            var seq = LogOf(connection)?.Append(frame) ?? connection.LastSeq + 1;
            return new(new ServerEvent(WireFrame.Numbered(seq, frame.Span), seq));
        }
    }

    private ReplayLog? LogOf(IClientConnection connection) =>
        state.Logs.TryGetValue(connection.User.Id, out var log) && log.Token == connection.ResumeToken ? log : null;
}
