using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Edge;

/// <summary>A connection as the <see cref="WaitingRoom"/> sees it. A feature of the connection, so that its requests find it.</summary>
internal sealed class WaitingConnection
{
    private readonly WaitingRoom _room;
    private readonly ConnectionContext _connection;

    public WaitingConnection(WaitingRoom room, ConnectionContext connection)
    {
        _room = room;
        _connection = connection;
        Place = new(this);
        PlaceOfAddress = new(this);
        Address = ClientAddress.KeyOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
    }

    /// <summary>Among all that wait.</summary>
    public LinkedListNode<WaitingConnection> Place { get; }

    /// <summary>Among those of its address that wait.</summary>
    public LinkedListNode<WaitingConnection> PlaceOfAddress { get; }

    /// <summary>From where it comes; of all clients behind one proxy, that proxy's.</summary>
    public string Address { get; }

    /// <summary>When it came in, in the time stamps of the room's clock.</summary>
    public long Since { get; set; }

    /// <summary>Whether a request has ever come over it.</summary>
    public bool HasAsked { get; private set; }

    /// <summary>A request's headers have come: it runs for as long as <paramref name="next"/> does, a socket for its life.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        HasAsked = true;
        _room.Leave(this);
        try
        {
            if (SocketThreads.AreShared)
            {
                // Who a token belongs to, a file that is read, a client that asks on and on: nobody's messages wait for it.
                await Task.Yield();
            }

            await next(context);
        }
        finally
        {
            _room.Enter(this);
        }
    }

    public void Cut() => _connection.Abort(new ConnectionAbortedException("It waited for too long, or one of too many had to go."));
}
