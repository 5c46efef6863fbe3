using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Goring.Fuzz.Inputs;
using Goring.Web.Signaling;

namespace Goring.Fuzz.Sockets;

/// <summary>
/// A WebSocket down to its bytes. What the server sends is read all the while, and each frame of it is looked at.
/// </summary>
internal sealed class FuzzSocket : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A message as large as any, and what a relay adds to it.</summary>
    private const int LargestFrame = ConnectionSettings.MaxMessageBytes + 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Channel<string> _texts = Channel.CreateUnbounded<string>();
    private readonly bool _rooms;
    private readonly Action<string> _find;
    private Stream _stream = Stream.Null;
    private Task<int?> _reading = Task.FromResult<int?>(null);

    private FuzzSocket(bool rooms, Action<string> find)
    {
        _rooms = rooms;
        _find = find;
    }

    /// <summary>
    /// Completes when the server has closed or cut the connection: with its close code, 1005 where it gave none, or null
    /// where no close frame came.
    /// </summary>
    public Task<int?> Ended => _reading;

    /// <param name="path">With the query.</param>
    /// <param name="headers">Further ones, each with its line's end.</param>
    /// <param name="find">Is told what is wrong with what the server sends.</param>
    /// <exception cref="IOException">The server does not let it in.</exception>
    public static async Task<FuzzSocket> OpenAsync(int port, string path, string headers, Action<string> find)
    {
        var socket = new FuzzSocket(path.StartsWith("/connect", StringComparison.Ordinal), find);
        using var bound = new CancellationTokenSource(Patience);
        await socket._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), bound.Token);
        socket._stream = new BufferedStream(new NetworkStream(socket._socket, ownsSocket: false), 16 * 1024);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"));
        var status = await socket.ReadLineAsync(bound.Token);
        if (!status.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
        {
            await socket.DisposeAsync();
            throw new IOException($"{path} is answered {status}");
        }

        while ((await socket.ReadLineAsync(bound.Token)).Length > 0)
        {
        }

        socket._reading = socket.ReadAsync();
        return socket;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, bound.Token)..];
        }
    }

    public Task SendTextAsync(string text) => SendAsync(Framing.Frame(Framing.Text, Encoding.UTF8.GetBytes(text), Masks()));

    /// <summary>The next text in which that stands; null where the connection ends before it comes.</summary>
    /// <exception cref="OperationCanceledException">Neither happens for too long.</exception>
    public async Task<string?> NextAsync(string part)
    {
        using var bound = new CancellationTokenSource(Patience);
        while (await _texts.Reader.WaitToReadAsync(bound.Token))
        {
            while (_texts.Reader.TryRead(out var text))
            {
                if (text.Contains(part, StringComparison.Ordinal))
                {
                    return text;
                }
            }
        }

        return null;
    }

    /// <summary>Says that nothing more is sent, below the WebSocket.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _ = await _reading;
        await _stream.DisposeAsync();
    }

    public static bool IsLoss(Exception error) => error is SocketException or IOException or ObjectDisposedException;

    /// <summary>Of what is said beside a script, whose own random numbers it leaves alone.</summary>
    private static CaseRandom Masks() => new(new("masks", 0, 0));

    private async Task<string> ReadLineAsync(CancellationToken bound)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (line.Length == 0 || line[^1] != '\n')
        {
            await _stream.ReadExactlyAsync(one, bound);
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd();
    }

    private async Task<int?> ReadAsync()
    {
        int? code = null;
        try
        {
            var head = new byte[8];
            while (true)
            {
                await _stream.ReadExactlyAsync(head.AsMemory(0, 2));
                var (first, length) = (head[0], (long)head[1]);
                if (length >= 126)
                {
                    var bytes = length == 126 ? 2 : 8;
                    await _stream.ReadExactlyAsync(head.AsMemory(0, bytes));
                    length = head.AsSpan(0, bytes).ToArray().Aggregate(0L, static (sum, value) => (sum << 8) | value);
                }

                if (length > LargestFrame)
                {
                    _find(string.Create(CultureInfo.InvariantCulture, $"the server sends a frame of {length} bytes"));
                    return code;
                }

                var payload = new byte[length];
                await _stream.ReadExactlyAsync(payload);
                if (code is not (null or 1002 or 1007) && !MayFollowClose(first, payload))
                {
                    _find(string.Create(
                        CultureInfo.InvariantCulture, $"the server sends a frame 0x{first:x2} of {length} bytes after its close {code}"));
                }

                code ??= await TakeAsync(first, payload);
            }
        }
        catch (Exception error) when (IsLoss(error))
        {
            return code;
        }
        finally
        {
            _texts.Writer.Complete();
        }
    }

    /// <summary>
    /// No data may (RFC 6455, section 5.5.1). A pong may; and on a violation the platform closes by itself, which it may
    /// do just when the server does, or when what is under way still comes.
    /// </summary>
    private static bool MayFollowClose(byte first, byte[] payload) =>
        first == Framing.Pong || (first == Framing.Close && payload is [0x03, 0xea or 0xef]);

    /// <returns>The code of a close frame.</returns>
    private async Task<int?> TakeAsync(byte first, byte[] payload)
    {
        switch (first)
        {
            case Framing.Text:
                var text = Encoding.UTF8.GetString(payload);
                if (ServerFrames.FaultOf(text, _rooms) is { } fault)
                {
                    _find(fault);
                }

                _texts.Writer.TryWrite(text);
                return null;
            case Framing.Close:
                return payload.Length >= 2 ? (payload[0] << 8) | payload[1] : 1005;
            case Framing.Ping:
                await SendAsync(Framing.Frame(Framing.Pong, payload, Masks()));
                return null;
            case Framing.Pong:
                return null;
            default:
                _find($"the server sends a frame that begins 0x{first:x2}");
                return null;
        }
    }
}
