using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>A measurement by its name on the command line, with what every run says of itself.</summary>
internal static class Measurement
{
    public static Func<BenchRun, Task>? Of(string name) => name switch
    {
        "saturated" => static bench => Versus.RunAsync(bench, saturated: true),
        "rate" => static bench => Versus.RunAsync(bench, saturated: false),
        "pairs" => PairsCost.PrintAsync,
        "fleet" => FleetCost.PrintAsync,
        "idle" => IdleUsers.PrintAsync,
        "storm" => Storm.PrintAsync,
        "allocations" => Allocations.PrintAsync,
        "commands" => BareCommands.PrintAsync,
        "table" => Table.GoalTable.RunAsync,
        _ => null,
    };

    /// <returns>The exit code: 1 where anything went wrong.</returns>
    public static async Task<int> RunAsync(BenchRun bench, Func<BenchRun, Task> measure)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; {bench.Options.Pairs} pairs");
        foreach (var server in bench.Servers)
        {
            Console.WriteLine($"server: {server}");
        }

        Console.WriteLine(
            "started as shipped (Production, LOG_LEVEL at its default, standard output to /dev/null) but for "
            + string.Join(", ", ServerProcess.LimitsOff.Select(limit => $"{limit.Name}={limit.Value}")));
        Console.WriteLine(bench.Options.Together ? "five candidates in one write" : "each candidate in a write of its own");
        await measure(bench);
        Console.WriteLine($"{bench.Trouble.Failures} failures, {bench.Trouble.Strays} stray messages");
        foreach (var example in bench.Trouble.Examples)
        {
            Console.WriteLine($"  {example}");
        }

        return bench.Trouble.None ? 0 : 1;
    }
}
