namespace Goring.Bench.Load.Measures;

/// <summary>Calls against the floor, in turn, so that what drifts drifts for all: saturated, or at a fixed rate.</summary>
internal static class Versus
{
    public static async Task RunAsync(BenchRun bench, bool saturated)
    {
        var options = bench.Options;
        var time = options.CallTime;
        var subjects = await Subject.AllAsync(bench);
        var windows = subjects.ToDictionary(subject => subject, _ => new List<Window>());
        Console.WriteLine(
            $"{"round",5} {"server",-12} {"calls/s",8} {"CPU/1000",9} {"÷ floor",8} {"Redis",7} {"driver",7}"
            + $" {"ring p50",9} {"p99",7} {"cand p50",9} {"p99",7}");
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var subject in subjects)
            {
                var window = saturated ? await subject.SaturateAsync(time) : await subject.RateAsync(options.Rate, time);
                windows[subject].Add(window);
                Print($"{round,5}", subject, [window], windows[subjects[0]].TakeLast(1));
            }
        }

        foreach (var subject in subjects)
        {
            Print("  all", subject, windows[subject], windows[subjects[0]]);
        }
    }

    private static void Print(string round, Subject subject, IEnumerable<Window> windows, IEnumerable<Window> floor)
    {
        double Median(Func<Window, double> figure) => Statistics.Median(windows.Select(figure));

        var ratio = Statistics.Median(windows.Zip(floor, (window, least) => window.CpuPer1000(0) / least.CpuPer1000(0)));
        var redis = subject.Redis is null ? 0 : Median(window => window.CpuPer1000(1));
        Console.WriteLine(
            $"{round} {subject.Name,-12} {Median(window => window.PerSecond),8:f0} {Median(window => window.CpuPer1000(0)),9:f3}"
            + $" {ratio,8:f2} {redis,7:f3} {Median(window => window.DriverCpuPer1000),7:f3}"
            + $" {Median(window => window.RingP50),9:f2} {Median(window => window.RingP99),7:f2}"
            + $" {Median(window => window.CandidateP50),9:f2} {Median(window => window.CandidateP99),7:f2}");
    }
}
