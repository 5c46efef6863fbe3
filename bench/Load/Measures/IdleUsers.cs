using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What users cost who do nothing, and what they cost the calls of others.</summary>
/// <param name="Resident">Of the server, bytes a user.</param>
/// <param name="ServerIdle">Of a core, by 1,000 users.</param>
/// <param name="RedisMemory">Bytes a user.</param>
/// <param name="Bystanders">Server's processor time for a call among them ÷ without them.</param>
internal sealed record IdleUsers(
    int Users, double Resident, double ServerIdle, double RedisIdle, long RedisConnections, double RedisMemory, double Bystanders)
{
    public const int AskedFor = 15_000;

    private const int AtOnce = 64;

    /// <summary>
    /// Seconds: how often an idle user is pinged. Once each has been twice, what doing it takes is compiled as far as it will be; and
    /// two periods have as many pings, and renewals of slots, wherever they begin.
    /// </summary>
    private const double PingPeriod = 20;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task PrintAsync(BenchRun bench)
    {
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            var floor = await FloorAsync(bench);
            var idle = await MeasureAsync(bench);
            Console.WriteLine(idle.Describe(floor));
        }
    }

    public string Describe(double floor) =>
        $"{Users} idle users: {Resident / 1024:f1} KB each, floor {floor / 1024:f1} KB, ÷ {Resident / floor:f2};"
        + $" by 1,000 users server {ServerIdle:p2} and Redis {RedisIdle:p2} of a core;"
        + $" Redis: {RedisConnections} connections, {RedisMemory:f0} bytes a user; a call among them ÷ alone {Bystanders:f2}";

    /// <returns>The floor's resident memory, bytes a connection.</returns>
    public static async Task<double> FloorAsync(BenchRun bench)
    {
        var floor = await bench.StartFloorAsync();
        var users = UsersOf(bench);
        await WarmAsync(bench, floor, prefix: null);
        var before = floor.Process.Resident;
        using var crowd = new IdleCrowd(bench.Trouble, null, users, floor.EndPoint, AtOnce);
        await crowd.ConnectAsync();
        await Task.Delay(Settle);
        var resident = (floor.Process.Resident - before) / (double)users;
        await crowd.LeaveAsync(floor.Process);
        await bench.EndAsync(floor);
        return resident;
    }

    public static async Task<IdleUsers> MeasureAsync(BenchRun bench)
    {
        var options = bench.Options;
        var users = UsersOf(bench);
        var redis = await bench.StartRedisAsync();
        var server = await bench.StartGoringAsync(redis);
        await WarmAsync(bench, server, bench.NextPrefix());
        var (resident, memory) = (server.Process.Resident, await redis.InfoAsync("memory", "used_memory"));

        using var crowd = new IdleCrowd(bench.Trouble, bench.NextPrefix(), users, server.EndPoint, AtOnce);
        await crowd.ConnectAsync();
        await Task.Delay(Settle);
        resident = server.Process.Resident - resident;
        memory = await redis.InfoAsync("memory", "used_memory") - memory;

        // But for the one that asks.
        var connections = await redis.InfoAsync("clients", "connected_clients") - 1;
        await Task.Delay(options.Time(full: 2 * PingPeriod, quick: 5));
        var time = options.Time(full: 2 * PingPeriod, quick: 10);
        var (serverCpu, redisCpu) = (server.Process.Cpu, redis.Process.Cpu);
        await Task.Delay(time);
        serverCpu = server.Process.Cpu - serverCpu;
        redisCpu = redis.Process.Cpu - redisCpu;

        // Both against a floor of the same minute, which has no bystanders.
        var load = bench.NewLoad();
        await load.ConnectCallsAsync(bench.NextPrefix(), options.Pairs, server.EndPoint, server.EndPoint);
        var calls = new Subject("among idle users", server.EndPoint, load, redis, server.Process, redis.Process);
        var quiet = await bench.StartFloorAsync();
        var floor = await Subject.FloorAsync(bench, quiet, options.Pairs);
        await calls.SaturateAsync(options.Warm);
        await floor.SaturateAsync(options.Warm);
        var among = await OverFloorAsync(options, floor, calls);
        await crowd.LeaveAsync(server.Process);
        await Task.Delay(Settle);
        var alone = await OverFloorAsync(options, floor, calls with { Name = "alone" });
        await floor.Load.DropAsync();
        await bench.EndAsync(quiet);
        await load.DropAsync();
        await bench.EndAsync(server);
        await bench.EndAsync(redis);

        double OfACore(TimeSpan cpu) => cpu / time / (users / 1000.0);
        return new(
            users, resident / (double)users, OfACore(serverCpu), OfACore(redisCpu), connections, memory / (double)users,
            among / alone);
    }

    private static async Task<double> OverFloorAsync(LoadOptions options, Subject floor, Subject calls)
    {
        var turns = await Turns.SaturateAsync(options, [floor, calls]);
        return turns.Median(turn => turn[1].CpuPer1000(0) / turn[0].CpuPer1000(0));
    }

    private static int UsersOf(BenchRun bench) =>
        IdleCrowd.Most(bench.Options.Users ?? (bench.Options.Quick ? AskedFor / 5 : AskedFor));

    /// <summary>Some come and go, so that what a first connection loads is there before memory is looked at.</summary>
    private static async Task WarmAsync(BenchRun bench, ServerProcess server, string? prefix)
    {
        using var crowd = new IdleCrowd(bench.Trouble, prefix, 200, server.EndPoint, AtOnce);
        await crowd.ConnectAsync();
        await crowd.LeaveAsync(server.Process);
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
