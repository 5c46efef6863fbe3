using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>
/// A <c>goring.v1</c> client that reads only what it is told to, behind a small receive buffer: whatever is sent to it
/// backs up in the server.
/// </summary>
internal sealed class SilentClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _invoker;

    private SilentClient(Person person)
    {
        Person = person;
        _invoker = new(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = static async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public Person Person { get; }

    /// <summary>The payload of <c>session.ready</c>, which is all it reads on its own.</summary>
    public JsonObject Ready { get; private set; } = [];

    public static async Task<SilentClient> ConnectAsync(GoringServer server, Person person)
    {
        var client = new SilentClient(person);
        client._socket.Options.AddSubProtocol(Party.V1);
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {Tokens.For(person)}");
        using var bound = new CancellationTokenSource(TestClient.Patience);
        await client._socket.ConnectAsync(server.WebSocketUrl, client._invoker, bound.Token);
        client.Ready = (await client.NextAsync())!["payload"]!.AsObject();
        return client;
    }

    /// <summary>The next frame; null where the connection is closed or cut.</summary>
    public async Task<JsonObject?> NextAsync()
    {
        using var bound = new CancellationTokenSource(TestClient.Patience);
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), bound.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return null;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    return JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!.AsObject();
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    public Task SendAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        _socket.Cut();
        _socket.Dispose();
        _invoker.Dispose();
        return ValueTask.CompletedTask;
    }
}
