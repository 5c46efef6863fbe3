using System.Text;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What a plain HGETALL of a hash like a session costs Redis, at 200 clients with one command each on its way.</summary>
internal static class HashReads
{
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
        await bench.Loop.AskAsync(() =>
        {
            readers.ForEach(reader => reader.Start(redis));
            return true;
        });
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var (cpu, reads) = (redis.Process.Cpu, readers.Sum(reader => reader.Reads));
        await Task.Delay(time);
        cpu = redis.Process.Cpu - cpu;
        reads = readers.Sum(reader => reader.Reads) - reads;
        await bench.Loop.AskAsync(() =>
        {
            readers.ForEach(reader => reader.Dispose());
            return true;
        });
        await redis.AskAsync($"DEL {Key}");
        return cpu.TotalSeconds / reads;
    }

    private static byte[] Bulks(params string[] texts) => Encoding.ASCII.GetBytes(
        $"*{texts.Length}\r\n" + string.Concat(texts.Select(text => $"${text.Length}\r\n{text}\r\n")));

    private sealed class Reader(EventLoop loop, Trouble trouble) : Channel(loop)
    {
        private static readonly byte[] Command = Bulks("HGETALL", Key);
        private static readonly byte[] Expected = Bulks(Session);

        private long _reads;

        public long Reads => Volatile.Read(ref _reads);

        public void Start(RedisServer redis)
        {
            Connect(redis.EndPoint);
            Send(Command);
        }

        protected override int Take(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length < Expected.Length)
            {
                return 0;
            }

            if (!bytes.SequenceEqual(Expected))
            {
                trouble.Stray("a reader of hashes", bytes);
            }

            Volatile.Write(ref _reads, _reads + 1);
            Send(Command);
            return bytes.Length;
        }

        protected override void OnLost(string reason) => trouble.Fail($"a reader of hashes was lost: {reason}");
    }
}
