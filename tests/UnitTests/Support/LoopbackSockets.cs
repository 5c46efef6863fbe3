using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goring.UnitTests.Support;

/// <summary>Two connected TCP sockets of this machine. Text is Latin-1: a character a byte.</summary>
internal sealed class LoopbackSockets : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private LoopbackSockets(Socket server, Socket client) => (Server, Client) = (server, client);

    public Socket Server { get; }

    public Socket Client { get; }

    /// <param name="room">Bytes of the kernel's buffers on the way to the client, about; 0: as it likes.</param>
    public static async Task<LoopbackSockets> OpenAsync(int room = 0)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (room > 0)
        {
            client.ReceiveBufferSize = room;
        }

        await client.ConnectAsync(listener.LocalEndPoint!);
        var server = await listener.AcceptAsync();
        server.NoDelay = true;
        if (room > 0)
        {
            server.SendBufferSize = room;
        }

        return new(server, client);
    }

    public async Task ArriveAsync(string text) => await Client.SendAsync(Encoding.Latin1.GetBytes(text)).WaitAsync(Patience);

    /// <summary>What the client gets: so many bytes, or fewer where the connection ends before.</summary>
    public async Task<string> GetAsync(int bytes)
    {
        var buffer = new byte[bytes];
        var length = 0;
        while (length < bytes)
        {
            var read = await Client.ReceiveAsync(buffer.AsMemory(length)).AsTask().WaitAsync(Patience);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return Encoding.Latin1.GetString(buffer, 0, length);
    }

    /// <summary>The client goes without a word: its connection is reset.</summary>
    public void Reset() => Client.Close(timeout: 0);

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
