using System.Diagnostics;
using System.Globalization;
using Goring.Chaos.Processes;

namespace Goring.Abuse;

/// <summary>The server under attack: its own process, on the embedded store, with the limits that it has by default.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Secret = "the-secret-of-the-abuse-run-0123456789";

    /// <summary>Ten times the default: the bystanders call more often than people do, and are under the same limit.</summary>
    private const string CallsPerMinute = "600";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process _process;

    private Server(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public long Mebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    public static async Task<Server> StartAsync()
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "goring.dll")])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["JWT_SECRET"] = Secret;
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["REDIS_ADDR"] = "";
        start.Environment["RATE_LIMIT_CALLS_PER_MINUTE"] = CallsPerMinute;
        start.Environment["DRAIN_SECONDS"] = "0";
        start.Environment["LOG_LEVEL"] = "Error";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                Console.WriteLine($"server: {text}");
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        var server = new Server(process, port);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!await server.IsHealthyAsync())
        {
            await Task.Delay(100, patience.Token);
        }

        return server;
    }

    public async Task<bool> IsHealthyAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port}/health");
            request.Headers.ConnectionClose = true;
            using var response = await Http.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
