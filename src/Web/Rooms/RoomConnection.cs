using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Users;
using Goring.Web.Signaling;

namespace Goring.Web.Rooms;

/// <summary>A socket of <c>/connect</c>. Its id is the one that the others address its client by.</summary>
internal sealed class RoomConnection : Connection
{
    private RoomConnection(ClientId id, User? user, bool speaksV1, SocketHost host)
        : base(new(id.Value), user ?? new User(new UserId(id.Value)), speaksV1, host)
    {
        Client = new(id, user, this, host.Time);
        Sender = new(User, Id, speaksV1) { Room = Client };
    }

    public RoomClient Client { get; }

    public override ClientProtocol Protocol => ClientProtocol.Rooms;

    public override Sender Sender { get; }

    /// <param name="user">Whose client it is; null where it gave no token.</param>
    public static RoomConnection New(User? user, bool speaksV1, SocketHost host) =>
        new(ClientId.New(), user, speaksV1, host);

    public override bool TrySend(ServerEvent @event) => TryQueue(@event.Frame);
}
