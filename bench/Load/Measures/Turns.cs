namespace Goring.Bench.Load.Measures;

/// <summary>
/// Measures what is compared in short windows, turn by turn: a machine that grows slower or faster within minutes, as shared
/// ones do, does so for all of it.
/// </summary>
internal static class Turns
{
    private const int Full = 5;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(2);

    /// <summary>Of calls at fixed times there are fewer.</summary>
    private static readonly TimeSpan EachAtRate = TimeSpan.FromSeconds(4);

    public static int Count(LoadOptions options) => options.Quick ? 1 : Full;

    /// <summary>Each subject saturated for a short while, again and again.</summary>
    /// <param name="between">Is done once in each turn.</param>
    public static async Task<Comparison> SaturateAsync(
        LoadOptions options, IReadOnlyList<Subject> subjects, Func<Task>? between = null)
    {
        var turns = await TakeAsync(options, subjects, subject => subject.SaturateAsync(Each), between);
        foreach (var (subject, window) in subjects.Zip(turns.InAll))
        {
            Console.WriteLine(
                $"{subject.Name}: {window.PerSecond:f0} calls/s, server {subject.ServersCpu(window):f3} s a 1,000,"
                + $" Redis {(subject.Redis is null ? 0 : window.CpuPer1000(subject.Processes.Length - 1)):f3} s, driver {window.DriverCpuPer1000:f3} s");
        }

        return turns;
    }

    /// <summary>Each subject with calls at fixed times, again and again; latencies are the medians of the windows' percentiles.</summary>
    public static async Task<IReadOnlyList<Window>> RateAsync(LoadOptions options, IReadOnlyList<Subject> subjects)
    {
        var windows = (await TakeAsync(options, subjects, subject => subject.RateAsync(options.Rate, EachAtRate))).InAll;
        foreach (var (subject, window) in subjects.Zip(windows))
        {
            Console.WriteLine(
                $"{subject.Name} at {window.PerSecond:f0}/s: ring p50 {window.RingP50:f3} ms, p99 {window.RingP99:f3} ms;"
                + $" server {window.CpuPer1000(0):f3} s a 1,000");
        }

        return windows;
    }

    private static async Task<Comparison> TakeAsync(
        LoadOptions options, IReadOnlyList<Subject> subjects, Func<Subject, Task<Window>> take, Func<Task>? between = null)
    {
        List<IReadOnlyList<Window>> turns = [];
        for (var turn = 0; turn < Count(options); turn++)
        {
            List<Window> windows = [];
            foreach (var subject in subjects)
            {
                windows.Add(await take(subject));
            }

            turns.Add(windows);
            if (between is not null)
            {
                await between();
            }
        }

        return new(turns);
    }
}
