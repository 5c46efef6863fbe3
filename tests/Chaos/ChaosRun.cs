using Goring.Chaos.Checks;
using Goring.Chaos.Clients;
using Goring.Chaos.Faults;
using Goring.Chaos.Load;
using Goring.Chaos.Processes;

namespace Goring.Chaos;

/// <summary>One run: a fleet, its load, what is done to it, and what must hold throughout and afterwards.</summary>
internal sealed class ChaosRun(ChaosOptions options, Ledger ledger)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);

    private readonly Random _seeds = new(options.Seed);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var fleet = new Fleet(options.Logs);
        await fleet.StartAsync(options.Instances, cancellationToken);
        var pairs = Enumerable.Range(0, options.Pairs).Select(number => NewPair(number, fleet)).ToArray();
        Client[] clients = [.. pairs.SelectMany(pair => new[] { pair.One, pair.Two })];
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stopping.CancelAfter(options.Duration);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = ProgressAsync(clients, over.Token);
        try
        {
            foreach (var client in clients)
            {
                client.Start();
            }

            var scripts = pairs.Select(pair => new PairScript(pair, ledger, NewRandom())).ToArray();
            await Task.WhenAll(
                [
                    .. FaultTracks().Select(kinds => new FaultMaker(kinds, fleet, clients, ledger, NewRandom())
                        .RunAsync(options.FaultEvery, stopping.Token, cancellationToken)),
                    .. scripts.Select(script => script.RunAsync(stopping.Token, cancellationToken)),
                ]);
            await new Aftermath(fleet, ledger, NewRandom()).RunAsync(clients, cancellationToken);
            foreach (var script in scripts)
            {
                script.JudgeAgain();
            }

            CheckInstances(fleet);
        }
        finally
        {
            await over.CancelAsync();
            await progress;
            await Task.WhenAll(clients.Select(client => client.LeaveAsync()));
        }
    }

    /// <summary>Within a track one fault is over before the next begins.</summary>
    private IReadOnlyList<FaultKind>[] FaultTracks() => options.Storm
        ? [FaultMaker.OfRedis, FaultMaker.OfInstances]
        : [[.. FaultMaker.OfRedis, .. FaultMaker.OfInstances]];

    private Random NewRandom() => new(_seeds.Next());

    private Pair NewPair(int number, Fleet fleet)
    {
        Client NewClient(string letter) => new(
            $"u{number}{letter}", fleet, ledger, NewRandom());
        return new Pair(NewClient("a"), NewClient("b"), ledger);
    }

    private void CheckInstances(Fleet fleet)
    {
        foreach (var instance in fleet.Live.Where(instance => instance.HasExited))
        {
            ledger.Add(Wrong.Stuck, $"{instance.ServerId} ended by itself with exit code {instance.ExitCode}");
        }

        foreach (var line in LogCheck.Faults(fleet.InstanceLogs))
        {
            ledger.Add(Wrong.Stuck, line);
        }
    }

    private async Task ProgressAsync(Client[] clients, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ProgressEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Report.Progress(ledger, clients.Count(client => client.Presence.IsHere));
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
