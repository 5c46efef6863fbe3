using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Edge;

/// <summary>
/// The connections on which no request runs. It is never closed to a newcomer: where it is full, of the address that has
/// most in it the one that has waited longest is cut. So a flood of half-open handshakes shortens how long those may wait
/// who share an address with it, and neither locks clients and health probes out nor takes all descriptors.
/// </summary>
internal sealed class WaitingRoom : IDisposable
{
    private readonly int _most;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingConnection> _waiting = new();
    private readonly AddressQueues _addresses = new();

    /// <param name="most">How many may wait.</param>
    /// <param name="patience">How long one that has never asked for anything may.</param>
    public WaitingRoom(int most, TimeSpan patience, TimeProvider time)
    {
        _most = most;
        _patience = patience;
        _time = time;
        var tick = patience / 10;
        _sweep = time.CreateTimer(static room => ((WaitingRoom)room!).CutOverdue(), this, tick, tick);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>A connection's whole life, as connection middleware of Kestrel.</summary>
    public async Task HoldAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var guest = new WaitingConnection(this, connection);
        connection.Features.Set(guest);
        Enter(guest);
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(guest);
        }
    }

    public void Enter(WaitingConnection guest)
    {
        WaitingConnection? tooMany = null;
        lock (_gate)
        {
            guest.Since = _time.GetTimestamp();
            _waiting.AddLast(guest.Place);
            _addresses.Add(guest);
            if (_waiting.Count > _most)
            {
                tooMany = _addresses.FirstOfLongest;
                Remove(tooMany);
            }
        }

        tooMany?.Cut();
    }

    public void Leave(WaitingConnection guest)
    {
        lock (_gate)
        {
            if (guest.Place.List is not null)
            {
                Remove(guest);
            }
        }
    }

    public void Dispose() => _sweep.Dispose();

    private void CutOverdue()
    {
        List<WaitingConnection> overdue = [];
        lock (_gate)
        {
            // In the order in which they came.
            for (var place = _waiting.First; place is not null && IsOverdue(place.Value);)
            {
                var next = place.Next;
                if (!place.Value.HasAsked)
                {
                    Remove(place.Value);
                    overdue.Add(place.Value);
                }

                place = next;
            }
        }

        foreach (var guest in overdue)
        {
            guest.Cut();
        }
    }

    private void Remove(WaitingConnection guest)
    {
        _waiting.Remove(guest.Place);
        _addresses.Remove(guest);
    }

    private bool IsOverdue(WaitingConnection guest) => _time.GetElapsedTime(guest.Since) >= _patience;
}
