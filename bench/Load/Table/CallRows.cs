using Goring.Bench.Load.Measures;

namespace Goring.Bench.Load.Table;

/// <summary>The rows that are about calls: the same processes throughout, so that each is warm.</summary>
internal sealed class CallRows(BenchRun bench, Goals goals)
{
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
        Subject[] byPairs =
        [
            await PairsCost.MoreAsync(bench, redis, PairsCost.FewPairs),
            await PairsCost.MoreAsync(bench, redis, PairsCost.ManyPairs),
            .. await PairsCost.FloorAsync(bench, least),
        ];
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
        goals.Pairs.Add(PairsCost.RatioOf(turns, few: 0));
        Console.WriteLine(
            $"the floor's own with {PairsCost.ManyPairs} pairs ÷ with {PairsCost.FewPairs}: {PairsCost.RatioOf(turns, few: 2):f2}");
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
