using System.Text;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Users;

namespace Goring.UnitTests.Support;

/// <summary>A socket of rooms without the socket: what reached it, in order, as text.</summary>
internal sealed class FakeRoomSocket : IClientSocket
{
    private readonly Lock _gate = new();
    private readonly List<string> _arrived = [];
    private readonly List<string> _held = [];
    private readonly List<CloseReason> _closes = [];
    private bool _holding;

    public FakeRoomSocket(TimeProvider time, User? user = null, bool speaksV1 = false)
    {
        Client = new(ClientId.New(), user, this, time);
        Id = new(Client.Id.Value);
        User = user ?? new User(new UserId(Id.Value));
        SpeaksV1 = speaksV1;
        Sender = new(User, Id, speaksV1) { Room = Client };
    }

    public RoomClient Client { get; }

    public ConnectionId Id { get; }

    /// <summary>Its id on the wire.</summary>
    public string Name => Client.Id.Value;

    public User User { get; }

    public bool SpeaksV1 { get; }

    public ClientProtocol Protocol => ClientProtocol.Rooms;

    public Sender Sender { get; }

    public bool IsClosing => _closes.Count > 0;

    public IReadOnlyList<CloseReason> Closes => _closes;

    /// <summary>The frames that arrived since a test last asked.</summary>
    public string[] Take()
    {
        lock (_gate)
        {
            string[] arrived = [.. _arrived];
            _arrived.Clear();
            return arrived;
        }
    }

    public bool TrySend(ServerEvent @event)
    {
        lock (_gate)
        {
            (_holding ? _held : _arrived).Add(Encoding.UTF8.GetString(@event.Frame.Span));
            return true;
        }
    }

    public void HoldEvents()
    {
        lock (_gate)
        {
            _holding = true;
        }
    }

    public void Answer(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (!frame.IsEmpty)
            {
                _arrived.Add(Encoding.UTF8.GetString(frame.Span));
            }

            _holding = false;
            _arrived.AddRange(_held);
            _held.Clear();
        }
    }

    public void Close(CloseReason reason) => _closes.Add(reason);

    /// <summary>Until when it may stay, as it was last told; null: for ever.</summary>
    public DateTimeOffset? Expires { get; private set; }

    public void StayUntil(DateTimeOffset? expires) => Expires = expires;
}
