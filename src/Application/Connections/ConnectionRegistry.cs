using System.Collections.Concurrent;
using Goring.Domain.Users;

namespace Goring.Application.Connections;

/// <summary>
/// The sockets that this instance holds, those of rooms included. A connection of <c>/ws</c> is added before its slot is claimed and seated once the claim
/// stands; from then on it, and no older one, gets what is sent to its user. Every member may be called from any
/// thread; none blocks.
/// </summary>
public sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<ConnectionId, IClientSocket> _open = new();
    private readonly ConcurrentDictionary<UserId, IClientConnection> _seats = new();
    private readonly Lock _seating = new();

    /// <summary>How many sockets are open here, those not yet seated included.</summary>
    public int Count => _open.Count;

    public void Add(IClientSocket connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _open[connection.Id] = connection;
    }

    /// <summary>Whether a connection is open here, seated or not.</summary>
    public bool Contains(ConnectionId id) => _open.ContainsKey(id);

    /// <summary>The socket with that id; null where it is not here.</summary>
    public IClientSocket? Find(ConnectionId id) => _open.GetValueOrDefault(id);

    /// <summary>The connection that has a user's seat; null where none has.</summary>
    public IClientConnection? SeatOf(UserId user) => _seats.GetValueOrDefault(user);

    /// <summary>
    /// Gives a user's seat to a connection whose claim has just happened; claims must be reported in their order.
    /// The connection that had it is closed as replaced.
    /// </summary>
    public void Seat(ConnectionId id)
    {
        IClientConnection? replaced;
        lock (_seating)
        {
            // Without the lock a connection that is removed just now could keep a seat for ever.
            if (!_open.TryGetValue(id, out var open) || open is not IClientConnection connection)
            {
                return;
            }

            _seats.TryGetValue(connection.User.Id, out replaced);
            _seats[connection.User.Id] = connection;
            if (ReferenceEquals(replaced, connection))
            {
                return;
            }
        }

        replaced?.Close(CloseReason.Replaced);
    }

    public void Remove(IClientSocket connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        lock (_seating)
        {
            _open.TryRemove(connection.Id, out _);
            if (connection is IClientConnection seated)
            {
                _seats.TryRemove(KeyValuePair.Create(connection.User.Id, seated));
            }
        }
    }

    /// <summary>Sends an event to one connection, seated or not. False where it is not here, or is closing.</summary>
    public bool TrySend(ConnectionId id, ServerEvent @event) =>
        _open.TryGetValue(id, out var connection) && connection.TrySend(@event);

    /// <summary>Sends an event to whichever connection has the user's seat. False where none has, or it is closing.</summary>
    public bool TrySend(UserId user, ServerEvent @event) =>
        _seats.TryGetValue(user, out var connection) && connection.TrySend(@event);

    /// <summary>Closes the connection that has the user's seat, since one on another instance has taken over.</summary>
    public void TakeOver(UserId user)
    {
        if (_seats.TryGetValue(user, out var connection))
        {
            connection.Close(CloseReason.Replaced);
        }
    }

    /// <summary>Every socket open at this moment.</summary>
    public IReadOnlyList<IClientSocket> Snapshot() => [.. _open.Values];

    /// <summary>The connections that have their users' seats at this moment.</summary>
    public IReadOnlyList<IClientConnection> Seated() => [.. _seats.Values];
}
