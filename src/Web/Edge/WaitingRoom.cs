using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Edge;

/// <summary>
/// The connections on which no request runs. It is never closed to a newcomer: where it is full the one that has waited
/// longest is cut, and an honest client is through in the time of a few round trips. So a flood of half-open handshakes
/// shortens how long one may wait, and neither locks clients and health probes out nor takes all descriptors.
/// </summary>
internal sealed class WaitingRoom : IDisposable
{
    private readonly int _most;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingConnection> _waiting = new();

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
        WaitingConnection? longest = null;
        lock (_gate)
        {
            guest.Since = _time.GetTimestamp();
            _waiting.AddLast(guest.Place);
            if (_waiting.Count > _most)
            {
                longest = _waiting.First!.Value;
                _waiting.RemoveFirst();
            }
        }

        longest?.Cut();
    }

    public void Leave(WaitingConnection guest)
    {
        lock (_gate)
        {
            if (guest.Place.List is not null)
            {
                _waiting.Remove(guest.Place);
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
                    _waiting.Remove(place);
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

    private bool IsOverdue(WaitingConnection guest) => _time.GetElapsedTime(guest.Since) >= _patience;
}
