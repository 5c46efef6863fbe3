using System.Diagnostics;
using Goring.Bench.Load.Calls;
using Goring.Bench.Load.Processes;

namespace Goring.Bench.Load.Measures;

/// <summary>What happened while a load ran for a while.</summary>
/// <param name="Cpu">Processor seconds of each process, in the order asked for.</param>
internal sealed record Window(
    double Seconds,
    long Calls,
    IReadOnlyList<double> Cpu,
    double DriverCpu,
    double RingP50,
    double RingP99,
    double CandidateP50,
    double CandidateP99)
{
    public double PerSecond => Calls / Seconds;

    public double DriverCpuPer1000 => 1000 * DriverCpu / Calls;

    /// <summary>Processor seconds per 1,000 calls.</summary>
    public double CpuPer1000(params int[] processes) => 1000 * processes.Sum(process => Cpu[process]) / Calls;

    /// <summary>Several windows as one; its latencies are the medians of theirs.</summary>
    public static Window Of(IReadOnlyList<Window> parts) => new(
        parts.Sum(part => part.Seconds),
        parts.Sum(part => part.Calls),
        [.. Enumerable.Range(0, parts[0].Cpu.Count).Select(process => parts.Sum(part => part.Cpu[process]))],
        parts.Sum(part => part.DriverCpu),
        Statistics.Median([.. parts.Select(part => part.RingP50)]),
        Statistics.Median([.. parts.Select(part => part.RingP99)]),
        Statistics.Median([.. parts.Select(part => part.CandidateP50)]),
        Statistics.Median([.. parts.Select(part => part.CandidateP99)]));

    /// <summary>Of a load that runs; it is stopped, so that what began is seen to its end.</summary>
    public static async Task<Window> MeasureAsync(SequenceLoad load, Func<Task> during, params ChildProcess[] processes)
    {
        await load.Loop.AskAsync(() =>
        {
            load.Log.Rings.Clear();
            load.Log.Candidates.Clear();
            load.Log.Until = long.MaxValue;
            return load.Log.From = Stopwatch.GetTimestamp();
        });
        var clock = Stopwatch.StartNew();
        var calls = load.Log.Completed;
        var before = processes.Select(process => process.Cpu).ToArray();
        var driver = ChildProcess.OwnCpu;
        await during();
        var seconds = clock.Elapsed.TotalSeconds;
        calls = load.Log.Completed - calls;
        var cpu = processes.Select((process, i) => (process.Cpu - before[i]).TotalSeconds).ToArray();
        driver = ChildProcess.OwnCpu - driver;
        await load.Loop.AskAsync(() => load.Log.Until = Stopwatch.GetTimestamp());
        await load.StopAsync();
        return await load.Loop.AskAsync(() =>
        {
            load.Log.From = long.MaxValue;
            var (rings, candidates) = (load.Log.Rings, load.Log.Candidates);
            return new Window(
                seconds,
                calls,
                cpu,
                driver.TotalSeconds,
                rings.Percentile(50),
                rings.Percentile(99),
                candidates.Percentile(50),
                candidates.Percentile(99));
        });
    }

    public static Task<Window> MeasureAsync(SequenceLoad load, TimeSpan time, params ChildProcess[] processes) =>
        MeasureAsync(load, () => Task.Delay(time), processes);
}
