using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>A measurement by its name on the command line, with what every run says of itself.</summary>
internal static class Measurement
{
    public static Func<Bench, Task>? Of(string name) => name switch
    {
        "saturated" => static bench => Versus.RunAsync(bench, saturated: true),
        "rate" => static bench => Versus.RunAsync(bench, saturated: false),
        _ => null,
    };

    /// <returns>The exit code: 1 where anything went wrong.</returns>
    public static async Task<int> RunAsync(Bench bench, Func<Bench, Task> measure)
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}; {bench.Options.Pairs} pairs");
        foreach (var server in bench.Servers)
        {
            Console.WriteLine($"server: {server}");
        }

        Console.WriteLine(
            "started as shipped (Production, LOG_LEVEL at its default, standard output to /dev/null) but for "
            + string.Join(", ", ServerProcess.LimitsOff.Select(limit => $"{limit.Name}={limit.Value}")));
        Console.WriteLine(bench.Options.Trickle ? "each candidate in a write of its own" : "five candidates in one write");
        await measure(bench);
        Console.WriteLine($"{bench.Trouble.Failures} failures, {bench.Trouble.Strays} stray messages");
        foreach (var example in bench.Trouble.Examples)
        {
            Console.WriteLine($"  {example}");
        }

        return bench.Trouble.None ? 0 : 1;
    }
}
