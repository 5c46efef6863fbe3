using System.Net.Sockets;
using System.Text;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// A client that finishes the handshake and from then on does only what it is told: it reads nothing, answers no
/// ping and no close.
/// </summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 4096, NoDelay = true };

    private RawClient(Person person) => Person = person;

    public Person Person { get; }

    public static Task<RawClient> ConnectAsync(GoringServer server, Person person) => ConnectAsync(server.Port, person);

    /// <param name="message">Sent with the handshake, before that is answered; null for none.</param>
    public static async Task<RawClient> ConnectAsync(int port, Person person, string path = "/ws", string? message = null)
    {
        var client = new RawClient(person);
        await client._tcp.ConnectAsync("127.0.0.1", port);
        var request = $"""
            GET {path} HTTP/1.1
            Host: 127.0.0.1
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Authorization: Bearer {Tokens.For(person)}


            """.ReplaceLineEndings("\r\n");
        await client._tcp.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(request), .. FrameOf(message)]);
        (await client.ReadLineAsync()).Should().StartWith("HTTP/1.1 101");
        while ((await client.ReadLineAsync()).Length > 0)
        {
        }

        return client;
    }

    /// <summary>Sends one short text frame.</summary>
    public Task SendAsync(string type, string session) =>
        SendTextAsync($$$"""{"type":"{{{type}}}","payload":{"session_id":"{{{session}}}"}}""");

    /// <inheritdoc cref="SendAsync"/>
    public async Task SendTextAsync(string message) => await _tcp.GetStream().WriteAsync(FrameOf(message));

    /// <summary>The next text frame, one short enough to have its length in one byte.</summary>
    public async Task<string> NextTextAsync()
    {
        var head = new byte[2];
        await _tcp.GetStream().ReadExactlyAsync(head).AsTask().WaitAsync(TestClient.Patience);
        head[0].Should().Be(0x81);
        var text = new byte[head[1]];
        text.Length.Should().BeLessThan(126);
        await _tcp.GetStream().ReadExactlyAsync(text).AsTask().WaitAsync(TestClient.Patience);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>Sends one text message over and over, faster than one at a time, and drops what comes back.</summary>
    /// <returns>The sending, which ends with <paramref name="over"/>; and that the server answers.</returns>
    public (Task Sending, Task Begun) SendWithoutEnd(string message, CancellationToken over) => SendWithoutEnd(FrameOf(message), over);

    /// <inheritdoc cref="SendWithoutEnd(string, CancellationToken)"/>
    /// <param name="frame">A frame as it stands on the wire (RFC 6455, 5.2).</param>
    public (Task Sending, Task Begun) SendWithoutEnd(byte[] frame, CancellationToken over)
    {
        byte[] many = [.. Enumerable.Repeat(frame, 1 + (32_000 / frame.Length)).SelectMany(bytes => bytes)];
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sending = Task.Run(
            async () =>
            {
                while (true)
                {
                    await _tcp.GetStream().WriteAsync(many, over);
                }
            },
            CancellationToken.None);
        _ = Task.Run(
            async () =>
            {
                var buffer = new byte[64 * 1024];
                while (await _tcp.GetStream().ReadAsync(buffer, over) > 0)
                {
                    begun.TrySetResult();
                }
            },
            CancellationToken.None);
        return (sending, begun.Task);
    }

    /// <summary>Completes when the server has cut the connection; reads what came before, and answers none of it.</summary>
    public async Task CutAsync(TimeSpan patience)
    {
        var buffer = new byte[4096];
        try
        {
            while (await _tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(patience) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset: cut as well.
        }
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A text frame, masked with zeros as RFC 6455 allows a client to; nothing for no message.</summary>
    private static byte[] FrameOf(string? message)
    {
        if (message is null)
        {
            return [];
        }

        var text = Encoding.UTF8.GetBytes(message);
        text.Length.Should().BeLessThan(126);
        return [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. text];
    }

    private async Task<string> ReadLineAsync()
    {
        List<byte> line = [];
        var one = new byte[1];
        while (line.Count == 0 || line[^1] != (byte)'\n')
        {
            await _tcp.GetStream().ReadExactlyAsync(one).AsTask().WaitAsync(TestClient.Patience);
            line.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. line]).TrimEnd();
    }
}
