using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Goring.Web.Transport;

/// <summary>
/// What Kestrel listens with (docs/decisions/0097): its connections read and write their sockets themselves, where Kestrel's own
/// have two pipes and two loops between a socket and whoever reads it. Other ends than IP addresses are left to Kestrel's own.
/// </summary>
internal sealed class SocketTransport(IOptions<SocketTransportOptions> options) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    /// <exception cref="AddressInUseException">Somebody else listens there.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(options.Value.Backlog);
            return new(new SocketListener(socket));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(error.Message, error);
        }
    }
}
