using Goring.Bench.Load.Measures;

namespace Goring.Bench.Load.Table;

/// <summary>The rows that are about calls: the same processes throughout, so that each is warm.</summary>
internal sealed class CallRows(BenchRun bench, Goals goals)
{
    private const int FewPairs = 50;
    private const int ManyPairs = 500;

    /// <summary>The subjects of a turn.</summary>
    private const int Least = 0;
    private const int InMemory = 1;
    private const int OnRedis = 2;
    private const int Across = 3;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public async Task MeasureAsync()
    {
        var options = bench.Options;
        var program = bench.Servers[0];
        var least = await bench.StartFloorAsync();
        var floor = await Subject.FloorAsync(bench, least, options.Pairs);
        var embedded = await Subject.GoringAsync(bench, program, withRedis: false, options.Pairs);
        var redis = await Subject.GoringAsync(bench, program, withRedis: true, options.Pairs);
        var fleet = await Subject.FleetAsync(bench, await bench.StartRedisAsync());
        var few = await MoreAsync(redis, FewPairs);
        var many = await MoreAsync(redis, ManyPairs);
        var fewOfFloor = await Subject.FloorAsync(bench, least, FewPairs) with { Name = $"floor, {FewPairs} pairs" };
        var manyOfFloor = await Subject.FloorAsync(bench, least, ManyPairs) with { Name = $"floor, {ManyPairs} pairs" };
        Subject[] byPairs = [few, many, fewOfFloor, manyOfFloor];
        Subject[] all = [floor, embedded, redis, fleet, .. byPairs];
        foreach (var subject in all)
        {
            await subject.SaturateAsync(options.Warm);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            await SaturatedAsync(floor, embedded, redis, fleet);
            await PairsAsync(byPairs);
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
        List<double> reads = [];
        List<double> bare = [];
        var turns = await Turns.SaturateAsync(bench.Options, [floor, embedded, redis, fleet], async () =>
        {
            reads.Add(HashReads.ACall * await HashReads.MeasureAsync(bench, redis.Redis!, Second));
            bare.Add(await BareCommands.MeasureAsync(bench, redis.Redis!, inScript: true));
        });
        goals.CpuEmbedded.Add(turns.Median(turn => turn[InMemory].CpuPer1000(0) / turn[Least].CpuPer1000(0)));
        goals.CpuRedis.Add(turns.Median(turn => turn[OnRedis].CpuPer1000(0) / turn[Least].CpuPer1000(0)));
        goals.RateEmbedded.Add(turns.Median(turn => turn[InMemory].PerSecond / turn[Least].PerSecond));
        goals.RateRedis.Add(turns.Median(turn => turn[OnRedis].PerSecond / turn[Least].PerSecond));
        goals.Fleet.Add(turns.Median(turn => turn[Across].CpuPer1000(0, 1) / turn[OnRedis].CpuPer1000(0)));
        goals.RedisCpu.Add(turns.Median(reads, (turn, read) => turn[OnRedis].CpuPer1000(1) / 1000 / read));
        Console.WriteLine(
            $"an HGETALL: {Statistics.Median(reads) / HashReads.ACall * 1e6:f2} µs of Redis; the commands of a call in a script without rules"
            + $" ÷ {HashReads.ACall} HGETALLs: {Statistics.Median([.. bare.Zip(reads, (least, read) => least / read)]):f2}");
    }

    /// <param name="subjects">Few and many pairs of Goring, and of the floor.</param>
    private async Task PairsAsync(Subject[] subjects)
    {
        var turns = await Turns.SaturateAsync(bench.Options, subjects);
        goals.Pairs.Add(turns.Median(turn => turn[1].CpuPer1000(0) / turn[0].CpuPer1000(0)));
        Console.WriteLine(
            $"the floor's own with {ManyPairs} pairs ÷ with {FewPairs}: {turns.Median(turn => turn[3].CpuPer1000(0) / turn[2].CpuPer1000(0)):f2}");
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
