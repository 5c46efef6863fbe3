using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What plain HGETALLs of a hash like a session cost Redis, at 200 clients with one command each on its way.</summary>
internal static class HashReads
{
    /// <summary>How many a call is set against: one for each message that its parties send.</summary>
    public const int ACall = 15;

    private const int Clients = 200;
    private const string Key = "bench:session";

    private static readonly string[] Session =
    [
        "caller_id", "load1-caller-000001", "callee_id", "load1-callee-000001", "state", "accepted",
        "created_at", "1700000000", "device_token", "", "device_os", "",
    ];

    /// <returns>Redis' processor seconds a command.</returns>
    public static async Task<double> MeasureAsync(BenchRun bench, RedisServer redis, TimeSpan time)
    {
        await redis.AskAsync($"HSET {Key} {string.Join(' ', Session.Select(text => text.Length == 0 ? "\"\"" : text))}");
        var readers = Enumerable.Range(0, Clients).Select(_ => new Reader(bench.Loop, bench.Trouble)).ToList();
        var cost = await RedisCost.MeasureAsync(bench, redis, readers, time);
        await redis.AskAsync($"DEL {Key}");
        return cost;
    }

    private sealed class Reader(EventLoop loop, Trouble trouble) : RespChannel(loop, trouble)
    {
        private static readonly byte[] Command = Bulks("HGETALL", Key);
        private static readonly byte[] Expected = Bulks(Session);

        protected override ReadOnlySpan<byte> Next() => Command;

        protected override bool IsWhole(ReadOnlySpan<byte> bytes) => bytes.Length >= Expected.Length;

        protected override bool IsRight(ReadOnlySpan<byte> answer) => answer.SequenceEqual(Expected);
    }
}
