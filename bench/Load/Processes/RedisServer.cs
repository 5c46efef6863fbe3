using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goring.Bench.Load.Processes;

/// <summary>A Redis of our own, in memory alone.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private RedisServer(ChildProcess process, int port)
    {
        Process = process;
        EndPoint = new(IPAddress.Loopback, port);
    }

    public ChildProcess Process { get; }

    public IPEndPoint EndPoint { get; }

    public string Address => EndPoint.ToString();

    public static async Task<RedisServer> StartAsync(string directory)
    {
        var port = FreePort.Find();
        string[] command =
        [
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory,
            "--save", "", "--appendonly", "no",
        ];
        var redis = new RedisServer(ChildProcess.Start("redis", directory, command), port);
        using var patience = new CancellationTokenSource(StartPatience);
        while (!await redis.AnswersAsync(patience.Token))
        {
            await Task.Delay(Poll, patience.Token);
        }

        return redis;
    }

    /// <summary>One command on a connection of its own.</summary>
    /// <returns>A bulk or simple answer without its head and its end.</returns>
    public async Task<string> AskAsync(string command, CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(EndPoint, cancellationToken);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(command + "\r\n"), cancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var head = await reader.ReadLineAsync(cancellationToken) ?? throw new IOException("Redis closed the connection.");
        if (head[0] != '$')
        {
            return head[1..];
        }

        var answer = new char[int.Parse(head[1..], CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(answer, cancellationToken);
        return new(answer);
    }

    public async Task<long> InfoAsync(string section, string field)
    {
        var lines = (await AskAsync($"INFO {section}")).Split("\r\n");
        return long.Parse(lines.First(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync("PING", cancellationToken) == "PONG";
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
