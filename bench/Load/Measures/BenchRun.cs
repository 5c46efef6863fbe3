using System.Globalization;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What every measurement of a run shares: its options, one driver thread, the processes, and what went wrong.</summary>
internal sealed class BenchRun(LoadOptions options, IReadOnlyList<string> servers) : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("goring-bench-").FullName;
    private readonly List<IAsyncDisposable> _processes = [];
    private int _loads;

    public LoadOptions Options => options;

    /// <summary>The builds of goring.dll to measure; most measurements know one.</summary>
    public IReadOnlyList<string> Servers => servers;

    public EventLoop Loop { get; } = new("driver");

    public Trouble Trouble { get; } = new();

    /// <param name="candidates">How many each side of a call sends.</param>
    public SequenceLoad NewLoad(int candidates = CallMessages.Candidates) => new(Loop, Trouble, !options.Together, candidates);

    /// <summary>No two loads of a run have users of the same name.</summary>
    public string NextPrefix() => $"load{++_loads}";

    public Task<ServerProcess> StartFloorAsync() => KeepAsync(ServerProcess.StartFloorAsync(_directory));

    public Task<RedisServer> StartRedisAsync() => KeepAsync(RedisServer.StartAsync(_directory));

    public Task<ServerProcess> StartGoringAsync(RedisServer? redis, string serverId = "bench") =>
        StartGoringAsync(servers[0], redis, serverId);

    public Task<ServerProcess> StartGoringAsync(string program, RedisServer? redis, string serverId = "bench") =>
        KeepAsync(ServerProcess.StartGoringAsync(program, _directory, redis?.Address, serverId));

    /// <summary>Goring on the embedded store, in a host that tells on that port what it has allocated.</summary>
    public Task<ServerProcess> StartMeasuredAsync(int port) =>
        KeepAsync(ServerProcess.StartGoringAsync(
            Path.Combine(AppContext.BaseDirectory, "Goring.Bench.Host.dll"),
            _directory,
            redis: null,
            more: ("BENCH_ALLOCATED_PORT", port.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Ends a process before the run does.</summary>
    public async Task EndAsync(IAsyncDisposable process)
    {
        _processes.Remove(process);
        await process.DisposeAsync();
    }

    public async Task EndAllAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }

        _processes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAllAsync();
        Loop.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<T> KeepAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        var process = await starting;
        _processes.Add(process);
        return process;
    }
}
