using Goring.Bench.Load.Net;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What one thing that is asked costs Redis, while clients ask it as fast as they are answered.</summary>
internal static class RedisCost
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    /// <returns>Redis' processor seconds an answer.</returns>
    public static async Task<double> MeasureAsync(
        BenchRun bench, RedisServer redis, IReadOnlyList<RespChannel> clients, TimeSpan time)
    {
        await bench.Loop.AskAsync(() =>
        {
            foreach (var client in clients)
            {
                client.Start(redis);
            }

            return true;
        });
        await Task.Delay(Settle);
        var (cpu, answered) = (redis.Process.Cpu, clients.Sum(client => client.Answered));
        await Task.Delay(time);
        cpu = redis.Process.Cpu - cpu;
        answered = clients.Sum(client => client.Answered) - answered;
        await bench.Loop.AskAsync(() =>
        {
            foreach (var client in clients)
            {
                client.Dispose();
            }

            return true;
        });
        return cpu.TotalSeconds / answered;
    }
}
