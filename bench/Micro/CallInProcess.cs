using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Web;

namespace Goring.Bench.Micro;

/// <summary>The server in this process, with an accepted call between two clients that have no sockets.</summary>
internal sealed class CallInProcess : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CallInProcess(WebApplication app) => _app = app;

    public QuietClient Caller { get; } = new("caller");

    public QuietClient Callee { get; } = new("callee");

    public SessionId Session { get; private set; }

    /// <summary>A candidate of the caller's, 120 bytes of candidate line.</summary>
    public ReadOnlyMemory<byte> Candidate { get; private set; }

    /// <param name="redis"><c>host:port</c>; null: the embedded store.</param>
    public static async Task<CallInProcess> StartAsync(string? redis)
    {
        var app = GoringHost.Build([], new Dictionary<string, string?>
        {
            ["PORT"] = FreePort().ToString(CultureInfo.InvariantCulture),
            ["JWT_SECRET"] = Convert.ToHexString(Guid.NewGuid().ToByteArray()),
            ["LOG_LEVEL"] = "Warning",
            ["REDIS_ADDR"] = redis,
            ["RATE_LIMIT_CALLS_PER_MINUTE"] = "0",
        });
        await app.StartAsync(CancellationToken.None);
        var call = new CallInProcess(app);
        await call.ConnectAsync();
        return call;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ConnectAsync()
    {
        await Get<ConnectionLifetime>().OpenAsync(Caller, CancellationToken.None);
        await Get<ConnectionLifetime>().OpenAsync(Callee, CancellationToken.None);
        await SendAsync(Caller, """{"type":"call.start","payload":{"callee_id":"callee"}}""");
        using var ringing = JsonDocument.Parse(Caller.LastText);
        var session = ringing.RootElement.GetProperty("payload").GetProperty("session_id").GetString()!;
        Session = new(session);
        await SendAsync(Callee, $$$"""{"type":"call.accept","payload":{"session_id":"{{{session}}}"}}""");
        var line = "candidate:1 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 10.0.0.17 rport 46154 ".PadRight(120, 'g');
        Candidate = Encoding.UTF8.GetBytes(
            $$$"""{"type":"webrtc.ice","payload":{"session_id":"{{{session}}}","candidate":"{{{line}}}","sdpMid":"0","sdpMLineIndex":0}}""");
    }

    private async Task SendAsync(QuietClient from, string frame)
    {
        if (await Get<MessageDispatcher>().DispatchAsync(Encoding.UTF8.GetBytes(frame), from, CancellationToken.None) is { } error)
        {
            throw new InvalidOperationException($"{frame} was refused: {error}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
