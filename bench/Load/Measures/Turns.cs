namespace Goring.Bench.Load.Measures;

/// <summary>
/// Measures what is compared in short windows, turn by turn: a machine that grows slower or faster within minutes, as shared
/// ones do, does so for all of it.
/// </summary>
internal static class Turns
{
    private const int Full = 5;

    private static readonly TimeSpan Each = TimeSpan.FromSeconds(2);

    public static int Count(LoadOptions options) => options.Quick ? 1 : Full;

    /// <summary>Each subject saturated for a short while, again and again, and what it came to in all.</summary>
    /// <param name="between">Is done once in each turn.</param>
    public static async Task<IReadOnlyList<Window>> SaturateAsync(
        LoadOptions options, IReadOnlyList<Subject> subjects, Func<Task>? between = null)
    {
        var parts = subjects.Select(_ => new List<Window>()).ToList();
        for (var turn = 0; turn < Count(options); turn++)
        {
            for (var i = 0; i < subjects.Count; i++)
            {
                parts[i].Add(await subjects[i].SaturateAsync(Each));
            }

            if (between is not null)
            {
                await between();
            }
        }

        Window[] windows = [.. parts.Select(Window.Of)];
        foreach (var (subject, window) in subjects.Zip(windows))
        {
            Console.WriteLine(
                $"{subject.Name}: {window.PerSecond:f0} calls/s, server {subject.ServersCpu(window):f3} s a 1,000,"
                + $" Redis {(subject.Redis is null ? 0 : window.CpuPer1000(subject.Processes.Length - 1)):f3} s, driver {window.DriverCpuPer1000:f3} s");
        }

        return windows;
    }
}
