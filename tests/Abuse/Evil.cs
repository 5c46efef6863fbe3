using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goring.Abuse;

/// <summary>A bare TCP connection, from an address of the loopback that only a few share.</summary>
internal sealed class Evil : IDisposable
{
    private const int Addresses = 64;

    private readonly int _port;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public Evil(int port, int number)
    {
        _port = port;
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + number % Addresses)]), 0));
    }

    public static bool IsLoss(Exception error) =>
        error is SocketException or IOException or OperationCanceledException or ObjectDisposedException;

    /// <summary>A client's frame, masked with zeros as RFC 6455 allows.</summary>
    public static byte[] Frame(byte first, byte[] payload) => payload.Length switch
    {
        < 126 => [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload],
        _ =>
        [
            first, 0xff, 0, 0, 0, 0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16),
            (byte)(payload.Length >> 8), (byte)payload.Length, 0, 0, 0, 0, .. payload,
        ],
    };

    public static async Task PauseAsync(TimeSpan time, CancellationToken over)
    {
        try
        {
            await Task.Delay(time, over);
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public async Task ConnectAsync(CancellationToken over) =>
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _port), over);

    public async Task SendAsync(byte[] bytes, CancellationToken over)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), over);
        }
    }

    /// <returns>Null where the socket is open; else how the server answered.</returns>
    public async Task<string?> UpgradeAsync(string token, CancellationToken over)
    {
        await SendAsync(
            Encoding.ASCII.GetBytes(
                "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"),
            over);
        var buffer = new byte[1024];
        var length = await _socket.ReceiveAsync(buffer.AsMemory(), over);
        var status = length < 12 ? "cut" : Encoding.ASCII.GetString(buffer, 9, 3);
        return status == "101" ? null : $"HTTP {status}";
    }

    /// <summary>Sends the same a second until the server closes.</summary>
    public Task<string> DripAsync(byte[] bytes, CancellationToken over) =>
        FloodAsync(() => bytes, TimeSpan.FromSeconds(1), over);

    public async Task<string> FloodAsync(Func<byte[]> bytes, TimeSpan pause, CancellationToken over)
    {
        var closed = UntilClosedAsync(over);
        try
        {
            while (!closed.IsCompleted)
            {
                await SendAsync(bytes(), over);
                await (pause > TimeSpan.Zero ? Task.Delay(pause, over) : Task.CompletedTask);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            // How it was closed has been read, or will be.
        }

        return await closed;
    }

    /// <summary>Reads until the server has closed; the code of its close frame, where one came.</summary>
    public async Task<string> UntilClosedAsync(CancellationToken over)
    {
        var stream = new NetworkStream(_socket, ownsSocket: false);
        var head = new byte[10];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(head.AsMemory(0, 2), over);
                if (head[0] == (byte)'H')
                {
                    await stream.ReadExactlyAsync(head, over);
                    return $"HTTP {Encoding.ASCII.GetString(head, 7, 3)}";
                }

                var length = head[1] & 0x7f;
                if (length == 126)
                {
                    await stream.ReadExactlyAsync(head.AsMemory(2, 2), over);
                    length = (head[2] << 8) | head[3];
                }

                var payload = new byte[length];
                await stream.ReadExactlyAsync(payload, over);
                if (head[0] == 0x88)
                {
                    return $"closed {(length >= 2 ? (payload[0] << 8) | payload[1] : 1005)}";
                }
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            return over.IsCancellationRequested ? "there at the end" : "cut";
        }
    }

    public void Dispose() => _socket.Dispose();
}
