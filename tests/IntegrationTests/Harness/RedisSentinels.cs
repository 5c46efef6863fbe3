using System.Diagnostics;
using System.Globalization;

namespace Goring.IntegrationTests.Harness;

/// <summary>A master, its replica and three sentinels of whom two must agree; all real, all on loopback.</summary>
public sealed class RedisSentinels : IAsyncDisposable
{
    public const string MasterName = "drill";

    private const int Count = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("goring-sentinels-").FullName;
    private readonly List<(Process Process, int Port)> _sentinels = [];

    private RedisSentinels(RedisServer master, RedisServer replica)
    {
        Master = master;
        Replica = replica;
    }

    /// <summary>The one that begins as master.</summary>
    public RedisServer Master { get; }

    public RedisServer Replica { get; }

    /// <summary>What a server is started with to follow them.</summary>
    public (string Name, string? Value)[] Settings =>
    [
        ("REDIS_SENTINELS", string.Join(',', _sentinels.Select(one => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{one.Port}")))),
        ("REDIS_MASTER_NAME", MasterName),
    ];

    /// <summary>Starts all of them, and waits until they know one another.</summary>
    public static async Task<RedisSentinels> StartAsync()
    {
        var master = await RedisServer.StartAsync();
        var replica = await RedisServer.StartAsync(
            "--replicaof", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        var sentinels = new RedisSentinels(master, replica);
        try
        {
            await Eventually.HoldsAsync(
                async () => await IsAsync(replica, "connected"), "the replica follows", seconds: 20);
            for (var i = 0; i < Count; i++)
            {
                await sentinels.AddAsync();
            }

            await Eventually.HoldsAsync(sentinels.AllKnowAllAsync, "the sentinels know one another", seconds: 30);
            return sentinels;
        }
        catch
        {
            await sentinels.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the replica has been made master.</summary>
    public Task PromotionAsync() =>
        Eventually.HoldsAsync(() => IsAsync(Replica, "master"), "the replica is promoted", seconds: 30);

    /// <summary>Completes when the sentinels have made the old master a replica, after its return.</summary>
    public Task DemotionAsync() =>
        Eventually.HoldsAsync(() => IsAsync(Master, "slave"), "the old master is demoted", seconds: 30);

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, _) in _sentinels)
        {
            if (!process.HasExited)
            {
                Signal.Kill.SendTo(process.Id);
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            }

            process.Dispose();
        }

        await Replica.DisposeAsync();
        await Master.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddAsync()
    {
        var port = FreePort.Take();
        var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{port}.conf"));
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"""
            port {port}
            bind 127.0.0.1
            dir {_folder}
            sentinel monitor {MasterName} 127.0.0.1 {Master.Port} 2
            sentinel down-after-milliseconds {MasterName} 2000
            sentinel failover-timeout {MasterName} 10000

            """));
        var process = RedisServer.Begin([file, "--sentinel"]);
        _sentinels.Add((process, port));
        await RedisServer.AnswersAsync(process, port);
    }

    private async Task<bool> AllKnowAllAsync()
    {
        foreach (var (_, port) in _sentinels)
        {
            var quorum = await RedisServer.AskAsync(port, $"SENTINEL CKQUORUM {MasterName}");
            var replicas = await RedisServer.AskAsync(port, $"SENTINEL REPLICAS {MasterName}");
            if (quorum?.StartsWith($"+OK {Count} usable", StringComparison.Ordinal) != true
                || replicas?.StartsWith("*1", StringComparison.Ordinal) != true)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether that word stands in the server's ROLE: master, slave, or how far a replica has come.</summary>
    private static async Task<bool> IsAsync(RedisServer server, string word) =>
        (await server.AskAsync("ROLE"))?.Contains($"\r\n{word}\r\n", StringComparison.Ordinal) == true;
}
