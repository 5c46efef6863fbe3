using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Goring.Chaos.Processes;

/// <summary>One Redis that loses nothing it has acknowledged: every write is on disk before its answer goes out.</summary>
internal sealed class RedisServer(string directory) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private ChildProcess? _process;

    public int Port { get; } = FreePort.Find();

    public string Address => $"127.0.0.1:{Port}";

    private ChildProcess Process => _process ?? throw new InvalidOperationException("Redis has not been started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _process = ChildProcess.Start(
            "redis-server",
            [
                "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory,
                "--appendonly", "yes", "--appendfsync", "always", "--save", "",
            ],
            Path.Combine(directory, "redis.log"));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        while (!await AnswersAsync(patience.Token))
        {
            await Task.Delay(Poll, patience.Token);
        }
    }

    public Task KillAsync() => Process.KillAsync();

    public Task TerminateAsync() => Process.TerminateAsync(StopPatience);

    public void Freeze() => Process.Freeze();

    public void Thaw() => Process.Thaw();

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Whether it listens, and has read its file.</summary>
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[64];
            var length = await client.GetStream().ReadAsync(answer, cancellationToken);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
