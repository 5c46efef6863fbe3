using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Goring.Chaos.Processes;
using Goring.IntegrationTests.Harness;

namespace Goring.Abuse;

/// <summary>The server under attack: its own process, on the embedded store, with the limits that it has by default.</summary>
/// <remarks>
/// Where <c>GORING_TEST_LOGS</c> names a folder it logs all that it can into a file there: test.sh looks in it for what
/// must stand in no log. Otherwise it logs errors alone.
/// </remarks>
internal sealed class Server : IAsyncDisposable
{
    public const string Secret = "the-secret-of-the-abuse-run-0123456789";

    /// <summary>Ten times the default: the bystanders call more often than people do, and are under the same limit.</summary>
    private const string CallsPerMinute = "600";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Process _process;
    private readonly TextWriter? _log;

    private Server(Process process, int port, TextWriter? log)
    {
        _process = process;
        _log = log;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Lines of its log at the level Error and above, and whatever is no line of its log.</summary>
    public ConcurrentQueue<string> Errors { get; } = new();

    public long Mebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    /// <summary>Files and sockets that it has open.</summary>
    public int Descriptors => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    public static async Task<Server> StartAsync()
    {
        var port = FreePort.Find();
        var log = SuiteLogFile.Open("abuse");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "goring.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["JWT_SECRET"] = Secret;
        start.Environment["PORT"] = port.ToString(CultureInfo.InvariantCulture);
        start.Environment["REDIS_ADDR"] = "";
        start.Environment["RATE_LIMIT_CALLS_PER_MINUTE"] = CallsPerMinute;
        start.Environment["DRAIN_SECONDS"] = "0";
        start.Environment["LOG_LEVEL"] = log is null ? "Error" : "Debug";
        start.Environment["LOG_FORMAT"] = "json";
        var server = new Server(new Process { StartInfo = start }, port, log);
        server.Begin();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!await IsHealthyAsync(port))
        {
            await Task.Delay(100, patience.Token);
        }

        return server;
    }

    public static async Task<bool> IsHealthyAsync(int port)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/health");
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
        await (_log?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log?.WriteLine(line);
        if (line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal)
            || line.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal)
            || !line.StartsWith('{'))
        {
            Errors.Enqueue(line);
        }
    }
}
