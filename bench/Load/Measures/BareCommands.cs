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
    private const int CommandsACall = 15;

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
                script += await MeasureAsync(bench, redis, inScript: true, Read) / turns;
                plain += await MeasureAsync(bench, redis, inScript: false, Read) / turns;
                reads += CommandsACall * await HashReads.MeasureAsync(bench, redis, Read) / turns;
            });
            var call = windows[0].CpuPer1000(1) / 1000;
            Console.WriteLine(
                $"Redis a call: Goring {call * 1e6:f1} µs, its commands in a script without rules {script * 1e6:f1}, without a script {plain * 1e6:f1},"
                + $" {CommandsACall} HGETALLs {reads * 1e6:f1}; ÷ HGETALLs {call / reads:f2}, {script / reads:f2}, {plain / reads:f2}");
        }
    }

    /// <returns>Redis' processor seconds a call.</returns>
    private static async Task<double> MeasureAsync(BenchRun bench, RedisServer redis, bool inScript, TimeSpan time)
    {
        var script = inScript ? await redis.AskAsync($"SCRIPT LOAD \"{BareCalls.Script}\"") : null;
        using var asker = new Asker(bench.Loop, bench.Trouble, BareCalls.Batches(script));
        await bench.Loop.AskAsync(() =>
        {
            asker.Start(redis);
            return true;
        });
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var (cpu, calls) = (redis.Process.Cpu, asker.Calls);
        await Task.Delay(time);
        cpu = redis.Process.Cpu - cpu;
        calls = asker.Calls - calls;
        await bench.Loop.AskAsync(() =>
        {
            asker.Dispose();
            return true;
        });
        return cpu.TotalSeconds / calls;
    }

    /// <summary>Sends one batch after the other, each once the one before is answered.</summary>
    private sealed class Asker(EventLoop loop, Trouble trouble, IReadOnlyList<byte[]> batches) : Channel(loop)
    {
        private static readonly byte[] End = Encoding.ASCII.GetBytes(BareCalls.LastAnswer);

        private int _next;
        private long _batches;

        public long Calls => Volatile.Read(ref _batches) * BareCalls.Together;

        public void Start(RedisServer redis)
        {
            Connect(redis.EndPoint);
            SendNext();
        }

        protected override int Take(ReadOnlySpan<byte> bytes)
        {
            if (!bytes.EndsWith(End))
            {
                return 0;
            }

            if (bytes[0] == '-' || bytes.IndexOf("\r\n-"u8) >= 0)
            {
                trouble.Stray("one who sends commands", bytes);
            }

            Volatile.Write(ref _batches, _batches + 1);
            SendNext();
            return bytes.Length;
        }

        protected override void OnLost(string reason) => trouble.Fail($"one who sends commands was lost: {reason}");

        private void SendNext()
        {
            Send(batches[_next]);
            _next = (_next + 1) % batches.Count;
        }
    }
}
