using System.Collections.Concurrent;
using System.Diagnostics;

namespace Goring.Abuse;

/// <summary>One run, with or without the attackers, and what came of it.</summary>
internal sealed class AbuseRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);

    public Times Times { get; } = new();

    public ConcurrentDictionary<string, int> Tally { get; } = new();

    public ConcurrentQueue<string> Failures { get; } = new();

    public int Calls { get; set; }

    public long Memory { get; private set; }

    public bool IsGood => Failures.IsEmpty && Calls > 0;

    public void Count(string what) => Tally.AddOrUpdate(what, 1, static (_, count) => count + 1);

    public static async Task<AbuseRun> RunAsync(AbuseOptions options, bool attacked)
    {
        var run = new AbuseRun();
        await using var server = await Server.StartAsync();
        using var over = new CancellationTokenSource();
        var attacks = attacked ? new Attackers(run, server.Port).Start(options, over.Token) : [];
        await Task.Delay(WarmUp);
        over.CancelAfter(options.Duration);
        await Task.WhenAll(
            new Bystanders(run, server.Port).RunAsync(over.Token),
            run.WatchAsync(server, over.Token));
        await Task.WhenAll(attacks);
        return run;
    }

    private async Task WatchAsync(Server server, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            if (!await server.IsHealthyAsync())
            {
                Failures.Enqueue("the server is not healthy");
            }

            Times.Add("health", Stopwatch.GetElapsedTime(asked));
            Memory = Math.Max(Memory, server.Mebibytes);
            await Task.Delay(250, CancellationToken.None);
        }
    }
}
