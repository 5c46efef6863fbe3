using System.Net;
using System.Net.WebSockets;

// The least that a WebSocket server on Kestrel can do: each message goes back to the socket that it came from. Goring's
// cost is told as a multiple of this one's (docs/performance.md).
const byte Twice = (byte)'2';

var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
    kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue<int>("PORT")));
builder.Configuration.AddEnvironmentVariables();
await using var app = builder.Build();
app.UseWebSockets();
app.Run(static async context =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[4096];
    while (true)
    {
        var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
        if (received.MessageType == WebSocketMessageType.Close)
        {
            return;
        }

        var message = buffer.AsMemory(0, received.Count);
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

        // A call is 15 messages in and 16 out: the first, alone, is answered to both sides.
        if (buffer[0] == Twice)
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
});
await app.RunAsync();
