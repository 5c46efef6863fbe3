using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Goring.IntegrationTests.Harness;

/// <summary>The program itself, as it is shipped: its own process, its output, its exit code.</summary>
internal sealed class GoringProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly string _folder;
    private readonly bool _isServer;

    private GoringProcess(Process process, string folder, int port, bool isServer)
    {
        _isServer = isServer;
        _process = process;
        _folder = folder;
        Port = port;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public int Port { get; }

    public Uri WebSocketUrl => new($"ws://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/ws");

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    /// <param name="environment">The whole environment of the program, but for what .NET itself needs.</param>
    /// <param name="arguments">The command line.</param>
    public static GoringProcess Start(
        IEnumerable<KeyValuePair<string, string?>> environment, params string[] arguments)
    {
        // A folder of its own, in which no .env lies.
        var folder = Directory.CreateTempSubdirectory("goring-process-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "goring.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var port = 0;
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
            if (name == "PORT" && int.TryParse(value, CultureInfo.InvariantCulture, out var number))
            {
                port = number;
            }
        }

        return new(Process.Start(start)!, folder, port, isServer: arguments.Length == 0);
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<GoringProcess> StartReadyAsync(params (string Name, string? Value)[] settings)
    {
        var variables = TestSettings.With(settings);
        if (SuiteLog.IsOn && settings.All(setting => setting.Name != "LOG_LEVEL"))
        {
            variables["LOG_LEVEL"] = "Trace";
        }

        var process = Start(variables);
        await Eventually.HoldsAsync(process.IsReadyAsync, "the process is ready", seconds: 30);
        return process;
    }

    /// <summary>Whether it says that it takes connections.</summary>
    public async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The process ended: {Errors}");
        }

        try
        {
            using var response = await Http.GetAsync(
                new Uri($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/health/ready"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Send(Signal signal) => signal.SendTo(_process.Id);

    /// <summary>The exit code, with all output read.</summary>
    public async Task<int> ExitAsync(double seconds)
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(seconds));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal.Kill.SendTo(_process.Id);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }

            // What the token command prints is no log.
            if (_isServer)
            {
                SuiteLog.Add(line);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
