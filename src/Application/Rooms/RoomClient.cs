using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Application.Rooms;

/// <summary>
/// A connected client of rooms: which room it is in, and what it has been told of it. Every member may be called from
/// any thread; none blocks.
/// </summary>
/// <param name="user">Whose client it is; null where it gave no token.</param>
public sealed class RoomClient(ClientId id, User? user, IClientSocket socket, TimeProvider time)
{
    /// <summary>How many events may wait for the answer of the store, which comes within its budget.</summary>
    private const int MostWaiting = 1024;

    private readonly Lock _gate = new();
    private readonly RoomTurn _turn = new();
    private RoomView? _view;
    private List<(long To, RoomEvent News)>? _waiting;

    public ClientId Id => id;

    public User? User => user;

    /// <summary>The room that it is in, or null.</summary>
    public RoomSeat? Seat
    {
        get
        {
            lock (_gate)
            {
                return _view?.Seat;
            }
        }
    }

    /// <summary>What is to be renewed of it; null where it is in no room.</summary>
    public RoomLease? Lease
    {
        get
        {
            lock (_gate)
            {
                return _view is { } view ? new(this, view.Seat, view.Count, view.Highest) : null;
            }
        }
    }

    /// <summary>
    /// Waits until nobody else changes which room it is in: its own commands come one after another, but an upkeep may
    /// be putting it back. To be disposed of when the change is done.
    /// </summary>
    public Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken) => _turn.TakeAsync(cancellationToken);

    /// <summary>Tells it of something.</summary>
    /// <param name="to">The number of the stay that it is meant for: what comes after the client has left is dropped.</param>
    public void Hear(long to, RoomEvent news)
    {
        lock (_gate)
        {
            if (_waiting is null)
            {
                Take(to, news);
            }
            else if (_waiting.Count < MostWaiting)
            {
                _waiting.Add((to, news));
            }
            else
            {
                socket.Close(CloseReason.TooSlow);
            }
        }
    }

    /// <summary>Sends a frame that belongs to no room.</summary>
    public void Send(ReadOnlyMemory<byte> frame) => socket.TrySend(new ServerEvent(frame));

    /// <summary>
    /// From now on what it hears is kept, until <see cref="Enter"/>, <see cref="Stay"/> or <see cref="Exit"/>: the
    /// store is taking it in, and others may speak to it before we know.
    /// </summary>
    public void HoldNews()
    {
        lock (_gate)
        {
            _waiting ??= [];
        }
    }

    /// <summary>It is in that room now.</summary>
    public void Enter(RoomSeat seat, IEnumerable<RoomMember> others)
    {
        lock (_gate)
        {
            if (_view?.Seat != seat)
            {
                _view = new(seat, others);
            }

            TakeWaiting();
        }
    }

    /// <summary>It is where it was.</summary>
    public void Stay()
    {
        lock (_gate)
        {
            TakeWaiting();
        }
    }

    /// <summary>It is in no room any more.</summary>
    public void Exit()
    {
        lock (_gate)
        {
            _view = null;
            TakeWaiting();
        }
    }

    /// <summary>Compares what it knows with what the store says, where it still has that seat.</summary>
    public void Reconcile(RoomSeat seat, IReadOnlyList<RoomMember> members)
    {
        lock (_gate)
        {
            if (_view is { } view && view.Seat == seat)
            {
                Tell(view.Reconcile(id, members, time.GetUtcNow()));
            }
        }
    }

    /// <summary>
    /// It counted as gone and was put back, or could not be (null): the others have closed their connections to it, so
    /// it is told that they left. Those who are there will offer anew.
    /// </summary>
    public void StartOver(RoomSeat? seat, IEnumerable<RoomMember> others)
    {
        lock (_gate)
        {
            Tell(_view?.Farewells() ?? []);
            _view = seat is { } taken ? new(taken, others) : null;
            if (seat is null)
            {
                Send(WireFrame.Of(ClientProtocol.Rooms.Error(
                    ErrorCode.RoomFull, ErrorTexts.For(ErrorCode.RoomFull), type: null, session: null)));
            }

            TakeWaiting();
        }
    }

    private void TakeWaiting()
    {
        var waiting = _waiting;
        _waiting = null;
        foreach (var (to, news) in waiting ?? [])
        {
            Take(to, news);
        }
    }

    private void Take(long to, RoomEvent news)
    {
        if (_view is { } view && view.Seat.Number == to)
        {
            Tell(view.Note(news));
        }
    }

    private void Tell(IEnumerable<RoomEvent> news)
    {
        foreach (var one in news)
        {
            Send(one.FrameFor(socket.SpeaksV1));
        }
    }
}
