namespace Goring.Bench.Load.Measures;

/// <summary>Two instances, every call across them, against one.</summary>
internal static class FleetCost
{
    public static async Task PrintAsync(BenchRun bench)
    {
        var options = bench.Options;
        var one = await Subject.GoringAsync(bench, bench.Servers[0], withRedis: true, options.Pairs);
        var two = await Subject.FleetAsync(bench, await bench.StartRedisAsync());
        await one.SaturateAsync(options.Warm);
        await two.SaturateAsync(options.Warm);
        for (var round = 0; round < options.Rounds; round++)
        {
            var alone = await one.SaturateAsync(options.CallTime);
            var across = await two.SaturateAsync(options.CallTime);
            Console.WriteLine(
                $"one instance {alone.CpuPer1000(0):f3} s and Redis {alone.CpuPer1000(1):f3} s a 1,000 calls, {alone.PerSecond:f0}/s;"
                + $" two {across.CpuPer1000(0, 1):f3} s and {across.CpuPer1000(2):f3} s, {across.PerSecond:f0}/s;"
                + $" servers' ratio {across.CpuPer1000(0, 1) / alone.CpuPer1000(0):f2}");
        }
    }
}
