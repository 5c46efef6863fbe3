using System.Text.Json;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Tokens;

namespace Goring.Fuzz.Sockets;

/// <summary>The socket of a script, and the one at the other end of its call or room, who does nothing wrong.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private Scene(FuzzSocket socket, FuzzSocket? peer, Placeholders placeholders)
    {
        Socket = socket;
        Peer = peer;
        Placeholders = placeholders;
    }

    public FuzzSocket Socket { get; }

    public FuzzSocket? Peer { get; }

    public Placeholders Placeholders { get; }

    /// <exception cref="IOException">The server does not do what it always does.</exception>
    public static async Task<Scene> OpenAsync(SocketScript script, int port, Action<string> find)
    {
        var (me, other) = ($"fuzz-{script.Name}", $"peer-{script.Name}");
        var socket = await ConnectAsync(script, port, me, find);
        FuzzSocket? peer = null;
        try
        {
            peer = script.HasPeer ? await ConnectAsync(script, port, other, find) : null;
            var placeholders = script.IsOfRooms
                ? await MeetAsync(socket, peer, script.SpeaksV1)
                : await CallAsync(socket, peer, me, other);
            return new(socket, peer, placeholders);
        }
        catch (OperationCanceledException error)
        {
            await socket.DisposeAsync();
            await (peer?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw new IOException("two who do nothing wrong cannot call or meet", error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Socket.DisposeAsync();
        if (Peer is not null)
        {
            await Peer.DisposeAsync();
        }
    }

    private static Task<FuzzSocket> ConnectAsync(SocketScript script, int port, string user, Action<string> find)
    {
        var token = $"Authorization: Bearer {TokenMaker.Good(user)}\r\n";
        var protocol = script.Subprotocol is { } name ? $"Sec-WebSocket-Protocol: {name}\r\n" : "";
        return FuzzSocket.OpenAsync(port, script.IsOfRooms ? "/connect" : "/ws", token + protocol, find);
    }

    private static async Task<Placeholders> CallAsync(FuzzSocket socket, FuzzSocket? peer, string me, string other)
    {
        var session = "no-such-session";
        if (peer is not null)
        {
            await socket.SendTextAsync($$$"""{"type":"call.start","payload":{"callee_id":"{{{other}}}"}}""");
            session = Field(await peer.NextAsync("\"call.ring\""), "session_id");
            await peer.SendTextAsync($$$"""{"type":"call.accept","payload":{"session_id":"{{{session}}}"}}""");
            _ = await socket.NextAsync("\"call.accepted\"");
        }

        return new(session, other, me, "a-room", TokenMaker.Good(me));
    }

    private static async Task<Placeholders> MeetAsync(FuzzSocket socket, FuzzSocket? peer, bool v1)
    {
        var me = Field(await socket.NextAsync("\"notify-client-id\""), "client_id");
        var room = $"room-{me}";
        var other = "nobody";
        if (peer is not null)
        {
            other = Field(await peer.NextAsync("\"notify-client-id\""), "client_id");
            await socket.SendTextAsync($$$"""{"type":"join","payload":{"room_id":"{{{room}}}"}}""");
            if (v1)
            {
                _ = await socket.NextAsync("\"room-members\"");
            }

            await peer.SendTextAsync($$$"""{"type":"join","payload":{"room_id":"{{{room}}}"}}""");
        }

        return new("no-such-session", other, me, room, TokenMaker.Good("somebody"));
    }

    private static string Field(string? frame, string name)
    {
        using var document = JsonDocument.Parse(frame ?? throw new IOException("a socket was closed that did nothing wrong"));
        return document.RootElement.GetProperty("payload").GetProperty(name).GetString()!;
    }
}
