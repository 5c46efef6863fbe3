using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Goring.Chaos.Clients;

namespace Goring.Abuse;

/// <summary>An honest client. Each thing that it waits for comes within ten seconds, or has failed.</summary>
internal sealed class Client : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    private Client(string user) => User = user;

    public string User { get; }

    public static async Task<Client> ConnectAsync(int port, string user)
    {
        var client = new Client(user);
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {UserToken.Of(user, Server.Secret)}");
        using var bound = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws"), bound.Token);
        return client;
    }

    public async Task SendAsync(string type, string field, string value, string more = "")
    {
        using var bound = new CancellationTokenSource(Patience);
        var text = $$$"""{"type":"{{{type}}}","payload":{"{{{field}}}":"{{{value}}}"{{{more}}}}}""";
        await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, bound.Token);
    }

    /// <summary>The next message, which is of that type; the <c>session_id</c> in it.</summary>
    public async Task<string> NextAsync(string type)
    {
        using var bound = new CancellationTokenSource(Patience);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(), bound.Token);
        var text = Encoding.UTF8.GetString(_buffer, 0, received.Count);
        if (received.MessageType == WebSocketMessageType.Close || !text.Contains($"\"{type}\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{User} waited for {type} and got {_socket.CloseStatus} {text}");
        }

        using var frame = JsonDocument.Parse(text);
        return frame.RootElement.GetProperty("payload").GetProperty("session_id").GetString()!;
    }

    public void Dispose() => _socket.Dispose();
}
