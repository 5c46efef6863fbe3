using System.Collections.Concurrent;
using Goring.Domain.Rooms;

namespace Goring.Application.Rooms;

/// <summary>The clients of rooms that this instance holds. Every member may be called from any thread; none blocks.</summary>
public sealed class RoomClients
{
    private readonly ConcurrentDictionary<ClientId, RoomClient> _clients = new();

    public void Add(RoomClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _clients[client.Id] = client;
    }

    public void Remove(RoomClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _clients.TryRemove(client.Id, out _);
    }

    public RoomClient? Find(ClientId id) => _clients.GetValueOrDefault(id);

    /// <summary>Every client connected at this moment.</summary>
    public IReadOnlyList<RoomClient> Snapshot() => [.. _clients.Values];
}
