using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Harness;

/// <summary>A real redis-server of the test's own, on loopback; without a disk, unless a test asks for one.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartBudget = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("goring-redis-").FullName;
    private readonly string[] _options;
    private Process? _process;

    private RedisServer(int port, string[] options)
    {
        Port = port;
        _options = options;
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <param name="options">Over those that it is started with otherwise: <c>--appendonly yes</c>.</param>
    public static async Task<RedisServer> StartAsync(params string[] options)
    {
        var server = new RedisServer(FreePort.Take(), options);
        try
        {
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>: empty, unless it has a disk.</summary>
    public async Task RestartAsync()
    {
        _process?.Dispose();
        _process = Begin(
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", _folder, .. _options,
        ]);
        await AnswersAsync(_process, Port);
    }

    /// <summary>What it answers to a command, as it stands on the wire; null where it does not answer.</summary>
    public Task<string?> AskAsync(string command) => AskAsync(Port, command);

    /// <summary>A plain client, as an older server or an operator would use one.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync($"{Address},name=test,allowAdmin=true,syncTimeout=10000");

    /// <summary>Stops it from answering while its sockets stay open.</summary>
    public void Freeze() => Signal.Stop.SendTo(_process!.Id);

    public void Thaw() => Signal.Continue.SendTo(_process!.Id);

    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            Signal.Kill.SendTo(process.Id);
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Begins a redis-server with those arguments; its output is read and dropped.</summary>
    internal static Process Begin(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("redis-server") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("redis-server did not start.");
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Completes when the process answers on its port.</summary>
    internal static async Task AnswersAsync(Process process, int port)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await AskAsync(port, "PING") is not { } answer
            || !(answer == "+PONG\r\n" || answer.StartsWith("-NOAUTH ", StringComparison.Ordinal)))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(begun) > StartBudget)
            {
                throw new InvalidOperationException("redis-server does not answer.");
            }

            await Task.Delay(20);
        }
    }

    internal static async Task<string?> AskAsync(int port, string command)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", port, bound.Token);
            var stream = socket.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), bound.Token);
            var answer = new byte[4096];
            var length = await stream.ReadAsync(answer, bound.Token);
            return Encoding.ASCII.GetString(answer, 0, length);
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
