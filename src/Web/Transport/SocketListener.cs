using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Transport;

/// <summary>Takes in connections.</summary>
internal sealed class SocketListener(Socket socket) : IConnectionListener
{
    /// <summary>Until somebody may have given a descriptor back.</summary>
    private static readonly TimeSpan WithoutDescriptors = TimeSpan.FromMilliseconds(50);

    private readonly TakenSockets _taken = new();

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    /// <returns>Null once it does not listen any more.</returns>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return new SocketConnection(await socket.AcceptAsync(cancellationToken), _taken);
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.OperationAborted)
            {
                return null;
            }
            catch (SocketException error)
            {
                // It was reset while it waited, which is its own affair, or it could not be taken in now, and waits on.
                if (error.SocketErrorCode == SocketError.TooManyOpenSockets)
                {
                    await Task.Delay(WithoutDescriptors, cancellationToken);
                }
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>When the server has stopped: ends whatever is left of what came in here.</summary>
    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        _taken.Abort();
        return ValueTask.CompletedTask;
    }
}
