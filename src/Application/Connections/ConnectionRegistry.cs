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

    /// <summary>Connections of <c>/ws</c> that are not seated yet, and how many of them each user has.</summary>
    private readonly HashSet<ConnectionId> _claiming = [];
    private readonly Dictionary<UserId, int> _claimants = [];
    private volatile int _claims;

    /// <summary>How many sockets are open here, those not yet seated included.</summary>
    public int Count => _open.Count;

    public void Add(IClientSocket connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection is not IClientConnection claimant)
        {
            _open[connection.Id] = connection;
            return;
        }

        lock (_seating)
        {
            _open[connection.Id] = connection;
            if (_claiming.Add(connection.Id))
            {
                _claimants[claimant.User.Id] = _claimants.GetValueOrDefault(claimant.User.Id) + 1;
                _claims = _claiming.Count;
            }
        }
    }

    /// <summary>Whether a connection is open here, seated or not.</summary>
    public bool Contains(ConnectionId id) => _open.ContainsKey(id);

    /// <summary>The socket with that id; null where it is not here.</summary>
    public IClientSocket? Find(ConnectionId id) => _open.GetValueOrDefault(id);

    /// <summary>The connection that has a user's seat; null where none has.</summary>
    public IClientConnection? SeatOf(UserId user) => _seats.GetValueOrDefault(user);

    /// <summary>
    /// The connection that has a user's seat, where no other of theirs has come since; null where one has, and may have the slot by
    /// now, and where none has the seat.
    /// </summary>
    public IClientConnection? SettledSeatOf(UserId user)
    {
        // In this order: a seat changes before its claim ends.
        if (_claims > 0 && IsClaimed(user))
        {
            return null;
        }

        return SeatOf(user);
    }

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
            EndClaim(connection);
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
                EndClaim(seated);
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

    private bool IsClaimed(UserId user)
    {
        lock (_seating)
        {
            return _claimants.ContainsKey(user);
        }
    }

    private void EndClaim(IClientConnection claimant)
    {
        if (!_claiming.Remove(claimant.Id))
        {
            return;
        }

        var others = _claimants[claimant.User.Id] - 1;
        if (others == 0)
        {
            _claimants.Remove(claimant.User.Id);
        }
        else
        {
            _claimants[claimant.User.Id] = others;
        }

        _claims = _claiming.Count;
    }
}
