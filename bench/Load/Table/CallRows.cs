using Goring.Bench.Load.Measures;

namespace Goring.Bench.Load.Table;

/// <summary>The rows that are about calls: the same processes throughout, so that each is warm.</summary>
internal sealed class CallRows(BenchRun bench, Goals goals)
{
    private const int FewPairs = 50;
    private const int ManyPairs = 500;

    public async Task MeasureAsync()
    {
        var options = bench.Options;
        var program = bench.Servers[0];
        var floor = await Subject.FloorAsync(bench, options.Pairs);
        var embedded = await Subject.GoringAsync(bench, program, withRedis: false, options.Pairs);
        var redis = await Subject.GoringAsync(bench, program, withRedis: true, options.Pairs);
        var fleet = await Subject.FleetAsync(bench, await bench.StartRedisAsync());
        var few = await MoreAsync(redis, FewPairs);
        var many = await MoreAsync(redis, ManyPairs);
        Subject[] all = [floor, embedded, redis, fleet, few, many];
        foreach (var subject in all)
        {
            await subject.SaturateAsync(options.Warm);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            await SaturatedAsync(floor, embedded, redis, fleet);
            var byPairs = await Turns.SaturateAsync(options, [few, many]);
            goals.Pairs.Add(byPairs[1].CpuPer1000(0) / byPairs[0].CpuPer1000(0));
            await LatencyAsync(floor, embedded, redis);
            var storm = await Storm.MeasureAsync(bench, redis);
            Console.WriteLine(Storm.Describe(redis, storm));
            goals.Storm.Add(storm.CandidateP99);
        }

        foreach (var load in all.Select(subject => subject.Load))
        {
            await load.DropAsync();
        }

        await bench.EndAllAsync();
    }

    private async Task<Subject> MoreAsync(Subject redis, int pairs)
    {
        var load = bench.NewLoad();
        await load.ConnectCallsAsync(bench.NextPrefix(), pairs, redis.EndPoint, redis.EndPoint);
        return redis with { Name = $"{pairs} pairs", Load = load };
    }

    private async Task SaturatedAsync(Subject floor, Subject embedded, Subject redis, Subject fleet)
    {
        var read = 0.0;
        var windows = await Turns.SaturateAsync(bench.Options, [floor, embedded, redis, fleet], async () =>
            read += await HashReads.MeasureAsync(bench, redis.Redis!, TimeSpan.FromSeconds(1)) / Turns.Count(bench.Options));
        var (least, inMemory, onRedis, across) = (windows[0], windows[1], windows[2], windows[3]);
        goals.CpuEmbedded.Add(inMemory.CpuPer1000(0) / least.CpuPer1000(0));
        goals.CpuRedis.Add(onRedis.CpuPer1000(0) / least.CpuPer1000(0));
        goals.RateEmbedded.Add(inMemory.PerSecond / least.PerSecond);
        goals.RateRedis.Add(onRedis.PerSecond / least.PerSecond);
        Console.WriteLine($"an HGETALL: {read * 1e6:f2} µs of Redis");
        goals.RedisCpu.Add(onRedis.CpuPer1000(1) / 1000 / (HashReads.ACall * read));
        goals.Fleet.Add(across.CpuPer1000(0, 1) / onRedis.CpuPer1000(0));
    }

    private async Task LatencyAsync(Subject floor, Subject embedded, Subject redis)
    {
        var windows = await Turns.RateAsync(bench.Options, [floor, embedded, redis]);
        var (least, inMemory, onRedis) = (windows[0], windows[1], windows[2]);
        goals.RingP50.Add(onRedis.RingP50 / least.RingP50);
        goals.RingP99.Add(onRedis.RingP99 / least.RingP99);
        goals.RingP50Embedded.Add(inMemory.RingP50 / least.RingP50);
        goals.RingP99Embedded.Add(inMemory.RingP99 / least.RingP99);
    }
}
