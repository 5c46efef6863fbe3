namespace Goring.Bench.Load.Measures;

/// <summary>Many users connect, as fast as the server takes them, while calls run at a fixed rate.</summary>
internal static class Storm
{
    public const int AskedFor = 5000;

    // Below the backlog of a listening socket, beyond which a connect is not answered but tried again a second later.
    private const int AtOnce = 200;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);

    public static async Task PrintAsync(BenchRun bench)
    {
        // The floor has no users to tell apart: it is only warmed.
        foreach (var subject in (await Subject.AllAsync(bench)).Skip(1))
        {
            for (var round = 0; round < bench.Options.Rounds; round++)
            {
                Console.WriteLine(Describe(subject, await MeasureAsync(bench, subject)));
            }
        }
    }

    public static string Describe(Subject subject, Window window) =>
        $"{subject.Name}: the storm took {window.Seconds:f2} s; {window.Calls} calls meanwhile,"
        + $" candidates p50 {window.CandidateP50:f2} ms, p99 {window.CandidateP99:f2} ms; ring p99 {window.RingP99:f2} ms";

    /// <returns>What the calls saw from the first connect to the last upgrade.</returns>
    public static async Task<Window> MeasureAsync(BenchRun bench, Subject subject)
    {
        var users = IdleCrowd.Most(bench.Options.Users ?? (bench.Options.Quick ? AskedFor / 5 : AskedFor));
        using var crowd = new IdleCrowd(bench.Trouble, bench.NextPrefix(), users, subject.EndPoint, AtOnce);
        subject.Load.StartRate(bench.Options.Rate);
        await Task.Delay(Before);
        var window = await Window.MeasureAsync(subject.Load, crowd.ConnectAsync, subject.Processes);
        await crowd.LeaveAsync(subject.Processes[0]);
        return window;
    }
}
