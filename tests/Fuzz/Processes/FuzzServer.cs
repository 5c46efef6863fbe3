using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Goring.Fuzz.Tokens;
using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Telemetry;

namespace Goring.Fuzz.Processes;

/// <summary>
/// The server that is fuzzed: its own process on the embedded store, as it is built, with the limits of rates off and
/// rooms open to anybody. What it logs as an error, or writes to its standard error, is a finding.
/// </summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    private readonly Collector _collector;
    private readonly Process _process;
    private readonly Report _report;
    private readonly TextWriter? _log;

    /// <summary>The cases that are under way, and may be why something is logged.</summary>
    private readonly ConcurrentDictionary<Case, bool> _running = new();

    private FuzzServer(Collector collector, Process process, int port, Report report)
    {
        _collector = collector;
        _process = process;
        _report = report;
        Port = port;
        _log = SuiteLogFile.Open("fuzz");
        process.OutputDataReceived += (_, line) => Read(line.Data, isError: false);
        process.ErrorDataReceived += (_, line) => Read(line.Data, isError: true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>What it takes of the machine's memory.</summary>
    public long Mebibytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    /// <summary>Open files, sockets among them; 0 where the system does not tell.</summary>
    public int Descriptors
    {
        get
        {
            var folder = $"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/fd";
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Length : 0;
        }
    }

    /// <summary>The sockets and members of rooms that it counts, as of its last report.</summary>
    public double Open => _collector.Sum("goring.connections.open") + _collector.Sum("goring.room.members");

    /// <summary>How often it has reported.</summary>
    public int Reports => _collector.Headers.Count;

    public static async Task<FuzzServer> StartAsync(Report report)
    {
        var port = FreePort.Take();
        var collector = await Collector.StartAsync();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "goring.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in collector.Settings)
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in Settings(port))
        {
            start.Environment[name] = value;
        }

        var server = new FuzzServer(collector, Process.Start(start)!, port, report);
        using var patience = new CancellationTokenSource(Patience);
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
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/health"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Whatever is found while the case runs may be of its making.</summary>
    public async Task DuringAsync(Case @case, Func<Task> run)
    {
        _running[@case] = true;
        try
        {
            await run();
        }
        finally
        {
            _running.TryRemove(@case, out _);
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
        await _collector.DisposeAsync();
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }
    }

    private static (string Name, string Value)[] Settings(int port) =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Production"),
        ("DOTNET_ENVIRONMENT", "Production"),
        ("JWT_SECRET", TokenMaker.Secret),
        ("PORT", port.ToString(CultureInfo.InvariantCulture)),
        ("REDIS_ADDR", ""),
        ("ROOMS_ANONYMOUS", "true"),
        ("RATE_LIMIT_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CALLS_PER_MINUTE", "0"),
        ("RATE_LIMIT_CONNECTIONS_PER_MINUTE", "0"),
        ("RATE_LIMIT_REQUESTS_PER_MINUTE", "0"),
        ("RECONNECT_GRACE_SECONDS", "1"),
        ("DRAIN_SECONDS", "0"),
        ("LOG_LEVEL", "Trace"),
        ("LOG_FORMAT", "json"),
        ("OTEL_TRACES_SAMPLER", "always_off"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
    ];

    private void Read(string? line, bool isError)
    {
        if (line is null)
        {
            return;
        }

        _log?.WriteLine(line);
        _report.Count("server log lines");
        if (isError
            || line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal)
            || line.Contains("\"Level\":\"Fatal\"", StringComparison.Ordinal)
            || line.Contains("Unhandled", StringComparison.OrdinalIgnoreCase))
        {
            _report.Find($"the server logs {line}", string.Join(" or ", _running.Keys));
        }
    }
}
