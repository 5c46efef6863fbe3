using System.Text;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>
/// What the least costs Redis that the data model asks for of a call: the commands that Goring's script runs, as many calls
/// together as wait on a server of 200 pairs, with no rule about them. As one script that knows nothing, and as plain commands one
/// behind the other, which no rule could stand between.
/// </summary>
internal static class BareCommands
{
    private static readonly TimeSpan Read = TimeSpan.FromSeconds(1);

    /// <summary>Goring, both, and HGETALLs, in turn.</summary>
    public static async Task PrintAsync(BenchRun bench)
    {
        var options = bench.Options;
        var goring = await Subject.GoringAsync(bench, bench.Servers[0], withRedis: true, options.Pairs);
        await goring.SaturateAsync(options.Warm);
        for (var round = 0; round < options.Rounds; round++)
        {
            double script = 0, plain = 0, reads = 0;
            var (redis, turns) = (goring.Redis!, Turns.Count(options));
            var windows = await Turns.SaturateAsync(options, [goring], async () =>
            {
                script += await MeasureAsync(bench, redis, inScript: true) / turns;
                plain += await MeasureAsync(bench, redis, inScript: false) / turns;
                reads += HashReads.ACall * await HashReads.MeasureAsync(bench, redis, Read) / turns;
            });
            var call = windows.InAll[0].CpuPer1000(1) / 1000;
            Console.WriteLine(
                $"Redis a call: Goring {call * 1e6:f1} µs, its commands in a script without rules {script * 1e6:f1}, without a script {plain * 1e6:f1},"
                + $" {HashReads.ACall} HGETALLs {reads * 1e6:f1}; ÷ HGETALLs {call / reads:f2}, {script / reads:f2}, {plain / reads:f2}");
        }
    }

    /// <returns>Redis' processor seconds a call.</returns>
    public static async Task<double> MeasureAsync(BenchRun bench, RedisServer redis, bool inScript)
    {
        var script = inScript ? await redis.AskAsync($"SCRIPT LOAD \"{BareCalls.Script}\"") : null;
        var asker = new Asker(bench.Loop, bench.Trouble, BareCalls.Batches(script));
        return await RedisCost.MeasureAsync(bench, redis, [asker], Read) / BareCalls.Together;
    }

    /// <summary>Sends one batch after the other.</summary>
    private sealed class Asker(EventLoop loop, Trouble trouble, IReadOnlyList<byte[]> batches) : RespChannel(loop, trouble)
    {
        private static readonly byte[] End = Encoding.ASCII.GetBytes(BareCalls.LastAnswer);

        private int _next;

        protected override ReadOnlySpan<byte> Next()
        {
            var batch = batches[_next];
            _next = (_next + 1) % batches.Count;
            return batch;
        }

        protected override bool IsWhole(ReadOnlySpan<byte> bytes) => bytes.EndsWith(End);

        /// <summary>No command was refused.</summary>
        protected override bool IsRight(ReadOnlySpan<byte> answer) => answer[0] != '-' && answer.IndexOf("\r\n-"u8) < 0;
    }
}
