using Goring.Bench.Load.Measures;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Table;

/// <summary>
/// Measures every row, round by round, each figure against a floor of the same round, and prints the medians beside what
/// they must come to.
/// </summary>
internal static class GoalTable
{
    public static async Task RunAsync(BenchRun bench)
    {
        var goals = new Goals();
        var stolen = new StolenTime();
        await new CallRows(bench, goals).MeasureAsync();
        for (var round = 0; round < bench.Options.Rounds; round++)
        {
            var floor = await IdleUsers.FloorAsync(bench);
            var idle = await IdleUsers.MeasureAsync(bench);
            Console.WriteLine(idle.Describe(floor));
            goals.Resident.Add(idle.Resident / floor);
            goals.IdleServer.Add(100 * idle.ServerIdle);
            goals.IdleRedis.Add(100 * idle.RedisIdle);
            goals.RedisConnections.Add(idle.RedisConnections);
            goals.RedisMemory.Add(idle.RedisMemory / 1024);
            goals.Bystanders.Add(idle.Bystanders);

            var allocated = await Allocations.MeasureAsync(bench);
            Console.WriteLine($"{allocated:f0} bytes a relayed candidate");
            goals.Allocated.Add(allocated / 1024);
        }

        Console.WriteLine();
        Console.WriteLine(Row.Head);
        foreach (var row in goals.All)
        {
            Console.WriteLine(row);
        }

        Console.WriteLine();
        Console.WriteLine($"{goals.All.Count(row => row.Held)} held, {goals.All.Count(row => !row.Held)} short");
        Console.WriteLine($"the host gave others {stolen.Share():p1} of the time in which there was work");
        if (bench.Options.Rounds < 3)
        {
            Console.WriteLine("Too few rounds for medians: figures for development.");
        }
    }
}
