using System.Net;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>A server with pairs connected to it, that is measured again and again, in turn with others.</summary>
/// <param name="Processes">Whose processor time is counted: the server, or servers, and behind them Redis.</param>
internal sealed record Subject(
    string Name, IPEndPoint EndPoint, SequenceLoad Load, RedisServer? Redis, params ChildProcess[] Processes)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(500);

    public static async Task<Subject> FloorAsync(BenchRun bench, int pairs) =>
        await FloorAsync(bench, await bench.StartFloorAsync(), pairs);

    public static async Task<Subject> FloorAsync(BenchRun bench, ServerProcess floor, int pairs)
    {
        var load = bench.NewLoad();
        await load.ConnectFloorAsync(pairs, floor.EndPoint);
        return new("floor", floor.EndPoint, load, null, floor.Process);
    }

    public static async Task<Subject> GoringAsync(BenchRun bench, string program, bool withRedis, int pairs)
    {
        var redis = withRedis ? await bench.StartRedisAsync() : null;
        var server = await bench.StartGoringAsync(program, redis);
        var load = bench.NewLoad();
        await load.ConnectCallsAsync(bench.NextPrefix(), pairs, server.EndPoint, server.EndPoint);
        var which = bench.Servers.Count > 1 ? $" {Enumerable.Range(0, bench.Servers.Count).First(i => bench.Servers[i] == program) + 1}" : "";
        return redis is null
            ? new($"embedded{which}", server.EndPoint, load, null, server.Process)
            : new($"redis{which}", server.EndPoint, load, redis, server.Process, redis.Process);
    }

    /// <summary>Callers on one instance, callees on another; the first two processes are theirs.</summary>
    public static async Task<Subject> FleetAsync(BenchRun bench, RedisServer redis)
    {
        var callers = await bench.StartGoringAsync(redis, "bench-a");
        var callees = await bench.StartGoringAsync(redis, "bench-b");
        var load = bench.NewLoad();
        await load.ConnectCallsAsync(bench.NextPrefix(), bench.Options.Pairs, callers.EndPoint, callees.EndPoint);
        return new("fleet", callers.EndPoint, load, redis, callers.Process, callees.Process, redis.Process);
    }

    /// <summary>The floor, and each build on each store that was asked for; all warm.</summary>
    public static async Task<List<Subject>> AllAsync(BenchRun bench)
    {
        var options = bench.Options;
        var subjects = new List<Subject> { await FloorAsync(bench, options.Pairs) };
        foreach (var program in bench.Servers)
        {
            if (options.Embedded)
            {
                subjects.Add(await GoringAsync(bench, program, withRedis: false, options.Pairs));
            }

            if (options.Redis)
            {
                subjects.Add(await GoringAsync(bench, program, withRedis: true, options.Pairs));
            }
        }

        foreach (var subject in subjects)
        {
            await subject.SaturateAsync(options.Warm);
        }

        return subjects;
    }

    public async Task<Window> SaturateAsync(TimeSpan time)
    {
        Load.StartClosed();
        return await RunAsync(time);
    }

    public async Task<Window> RateAsync(int perSecond, TimeSpan time)
    {
        Load.StartRate(perSecond);
        return await RunAsync(time);
    }

    /// <summary>Seconds a 1,000 calls, of all its servers.</summary>
    public double ServersCpu(Window window) =>
        window.CpuPer1000([.. Enumerable.Range(0, Processes.Length - (Redis is null ? 0 : 1))]);

    private async Task<Window> RunAsync(TimeSpan time)
    {
        await Task.Delay(Settle);
        return await Window.MeasureAsync(Load, time, Processes);
    }
}
