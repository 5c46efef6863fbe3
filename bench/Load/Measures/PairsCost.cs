using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What a call costs the server with many pairs under way, against few: on Redis, the same process for both.</summary>
internal static class PairsCost
{
    public const int FewPairs = 50;
    public const int ManyPairs = 500;

    /// <summary>The floor and each build, each with few pairs and with many, in turn.</summary>
    public static async Task PrintAsync(BenchRun bench)
    {
        var floor = await bench.StartFloorAsync();
        List<Subject> subjects = [.. await FloorAsync(bench, floor)];
        foreach (var program in bench.Servers)
        {
            var few = await Subject.GoringAsync(bench, program, withRedis: true, FewPairs);
            subjects.AddRange([few with { Name = $"{few.Name}, {FewPairs} pairs" }, await MoreAsync(bench, few, ManyPairs)]);
        }

        foreach (var subject in subjects)
        {
            await subject.SaturateAsync(bench.Options.Warm);
        }

        List<double>[] ratios = [.. subjects.Chunk(2).Select(_ => new List<double>())];
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            var turns = await Turns.SaturateAsync(bench.Options, subjects);
            for (var build = 0; build < ratios.Length; build++)
            {
                ratios[build].Add(RatioOf(turns, 2 * build));
            }
        }

        foreach (var (many, ratio) in subjects.Where((_, at) => at % 2 == 1).Zip(ratios))
        {
            Console.WriteLine(
                $"{many.Name} ÷ {FewPairs}: {Statistics.Median(ratio):f2} ({string.Join(" ", ratio.Select(one => one.ToString("f2")))})");
        }
    }

    /// <param name="few">Where among the subjects of a turn the few pairs are; the many come next.</param>
    public static double RatioOf(Comparison turns, int few) =>
        turns.Median(turn => turn[few + 1].CpuPer1000(0) / turn[few].CpuPer1000(0));

    /// <summary>The floor with few pairs, and with many.</summary>
    public static async Task<Subject[]> FloorAsync(BenchRun bench, ServerProcess floor) =>
    [
        await Subject.FloorAsync(bench, floor, FewPairs) with { Name = $"floor, {FewPairs} pairs" },
        await Subject.FloorAsync(bench, floor, ManyPairs) with { Name = $"floor, {ManyPairs} pairs" },
    ];

    /// <summary>So many pairs more at the same server.</summary>
    public static async Task<Subject> MoreAsync(BenchRun bench, Subject subject, int pairs)
    {
        var load = bench.NewLoad();
        await load.ConnectCallsAsync(bench.NextPrefix(), pairs, subject.EndPoint, subject.EndPoint);
        return subject with { Name = $"{subject.Name}, {pairs} pairs", Load = load };
    }
}
