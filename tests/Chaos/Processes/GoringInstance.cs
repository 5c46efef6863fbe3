using System.Globalization;

namespace Goring.Chaos.Processes;

/// <summary>One goring process.</summary>
internal sealed class GoringInstance : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly ChildProcess _process;
    private readonly int _port;

    private GoringInstance(string serverId, int port, ChildProcess process)
    {
        ServerId = serverId;
        _port = port;
        _process = process;
    }

    public string ServerId { get; }

    public string LogPath => _process.LogPath;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public Uri SignalingUri => new($"ws://127.0.0.1:{_port}/ws");

    private Uri ReadyUri => new($"http://127.0.0.1:{_port}/health/ready");

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<GoringInstance> StartAsync(
        string serverId, string redis, string secret, string logPath, CancellationToken cancellationToken)
    {
        static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);

        var port = FreePort.Find();
        var instance = new GoringInstance(serverId, port, ChildProcess.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "goring.dll")],
            logPath,
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("DOTNET_ENVIRONMENT", "Production"),
            ("JWT_SECRET", secret),
            ("PORT", port.ToString(CultureInfo.InvariantCulture)),
            ("SERVER_ID", serverId),
            ("REDIS_ADDR", redis),
            ("RATE_LIMIT_MESSAGES_PER_SECOND", "0"),
            ("RATE_LIMIT_CALLS_PER_MINUTE", "0"),
            ("RATE_LIMIT_CONNECTIONS_PER_MINUTE", "0"),
            ("DRAIN_SECONDS", "2"),
            ("RING_TIMEOUT_SECONDS", Seconds(ChaosOptions.RingTimeout)),
            ("RECONNECT_GRACE_SECONDS", Seconds(ChaosOptions.ReconnectGrace))));
        try
        {
            await instance.WaitUntilReadyAsync(cancellationToken);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync() => _process.KillAsync();

    public Task<bool> TerminateAsync(TimeSpan within) => _process.TerminateAsync(within);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <exception cref="InstanceEndedException"/>
    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        using var http = new HttpClient();
        while (!await IsReadyAsync(http, patience.Token))
        {
            if (_process.HasExited)
            {
                throw new InstanceEndedException($"{ServerId} did not start: exit code {_process.ExitCode}");
            }

            await Task.Delay(Poll, patience.Token);
        }
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(ReadyUri, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
