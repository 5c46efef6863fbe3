using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Goring.Bench.Load.Processes;

/// <summary>A server under load: Goring as it is shipped, or the floor.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>What is set for Goring beyond its address and its secret.</summary>
    public static readonly (string Name, string Value)[] LimitsOff =
        [("RATE_LIMIT_MESSAGES_PER_SECOND", "0"), ("RATE_LIMIT_CALLS_PER_MINUTE", "0")];

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private ServerProcess(ChildProcess process, int port)
    {
        Process = process;
        EndPoint = new(IPAddress.Loopback, port);
    }

    public ChildProcess Process { get; }

    public IPEndPoint EndPoint { get; }

    /// <param name="program">goring.dll, or a program that takes the same variables.</param>
    /// <param name="redis"><c>host:port</c>; null: the embedded store.</param>
    public static Task<ServerProcess> StartGoringAsync(
        string program, string directory, string? redis, string serverId = "bench", params (string, string)[] more)
    {
        (string, string)[] store = redis is null ? [] : [("REDIS_ADDR", redis)];
        return StartAsync("goring", program, directory, [
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("ASPNETCORE_HTTP_PORTS", ""),
            ("DOTNET_GCgen0size", "0x2000000"),
            ("JWT_SECRET", Calls.UserToken.Secret),
            ("SERVER_ID", serverId),
            .. store,
            .. LimitsOff,
            .. more,
        ]);
    }

    public static Task<ServerProcess> StartFloorAsync(string directory) =>
        StartAsync("floor", Path.Combine(AppContext.BaseDirectory, "Goring.Bench.Floor.dll"), directory, []);

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static async Task<ServerProcess> StartAsync(
        string name, string program, string directory, (string, string)[] variables)
    {
        var port = FreePort.Find();
        var server = new ServerProcess(
            ChildProcess.Start(
                name, directory, ["dotnet", program], [("PORT", port.ToString(CultureInfo.InvariantCulture)), .. variables]),
            port);
        using var patience = new CancellationTokenSource(StartPatience);
        while (!await ListensAsync(server.EndPoint, patience.Token))
        {
            if (server.Process.HasExited)
            {
                throw new InvalidOperationException($"{name} did not start: {server.Process.Errors}");
            }

            await Task.Delay(Poll, patience.Token);
        }

        return server;
    }

    private static async Task<bool> ListensAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
