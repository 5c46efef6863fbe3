using System.Globalization;
using Goring.Chaos.Checks;
using Goring.Chaos.Clients;
using Goring.Chaos.Processes;

namespace Goring.Chaos.Faults;

/// <summary>Does one thing after another to the fleet, each kind as often as the others, in a random order.</summary>
internal sealed class FaultMaker(
    IReadOnlyList<FaultKind> kinds, Fleet fleet, IReadOnlyList<Client> clients, Ledger ledger, Random random)
{
    public static readonly IReadOnlyList<FaultKind> OfRedis =
        [FaultKind.TerminateRedis, FaultKind.KillRedis, FaultKind.FreezeRedis];

    public static readonly IReadOnlyList<FaultKind> OfInstances =
        [FaultKind.KillInstance, FaultKind.RollInstance, FaultKind.DropSockets];

    private const int DroppedPercent = 20;

    /// <summary>The drain, the time for the last socket, and the host's own stop.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Queue<FaultKind> _next = new();

    /// <summary>Makes faults until it is told to stop. When it returns the fleet is whole again.</summary>
    public async Task RunAsync(TimeSpan every, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await MakeAsync(Next(), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The load stops.
        }
    }

    private FaultKind Next()
    {
        if (_next.Count == 0)
        {
            var bag = kinds.ToArray();
            random.Shuffle(bag);
            foreach (var kind in bag)
            {
                _next.Enqueue(kind);
            }
        }

        return _next.Dequeue();
    }

    private Task MakeAsync(FaultKind kind, CancellationToken cancellationToken) => kind switch
    {
        FaultKind.KillInstance => KillInstanceAsync(cancellationToken),
        FaultKind.RollInstance => RollInstanceAsync(cancellationToken),
        FaultKind.DropSockets => DropSocketsAsync(),
        FaultKind.TerminateRedis => RestartRedisAsync(kind, fleet.Redis.TerminateAsync, cancellationToken),
        FaultKind.KillRedis => RestartRedisAsync(kind, fleet.Redis.KillAsync, cancellationToken),
        FaultKind.FreezeRedis => FreezeRedisAsync(cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such fault."),
    };

    private async Task KillInstanceAsync(CancellationToken cancellationToken)
    {
        var instance = PickInstance();
        var pause = Seconds(1, 5);
        var serverId = random.Next(2) == 0 ? instance.ServerId : null;
        Note(FaultKind.KillInstance, $"{instance.ServerId}, back after {pause.TotalSeconds:F1} s as {serverId ?? "another"}");
        await instance.KillAsync();
        await fleet.RemoveAsync(instance);
        await Task.Delay(pause, cancellationToken);
        await fleet.AddAsync(serverId, cancellationToken);
    }

    private async Task RollInstanceAsync(CancellationToken cancellationToken)
    {
        var instance = PickInstance();
        Note(FaultKind.RollInstance, instance.ServerId);
        if (!await instance.TerminateAsync(StopPatience))
        {
            ledger.Add(Wrong.Stuck, $"{instance.ServerId} did not stop on SIGTERM");
        }
        else if (instance.ExitCode != 0)
        {
            ledger.Add(Wrong.Stuck, $"{instance.ServerId} stopped with exit code {instance.ExitCode}");
        }

        await fleet.RemoveAsync(instance);
        await fleet.AddAsync(instance.ServerId, cancellationToken);
    }

    private Task DropSocketsAsync()
    {
        var dropped = clients.Where(_ => random.Next(100) < DroppedPercent).ToArray();
        Note(FaultKind.DropSockets, dropped.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var client in dropped)
        {
            client.Drop();
        }

        return Task.CompletedTask;
    }

    private async Task RestartRedisAsync(FaultKind kind, Func<Task> endAsync, CancellationToken cancellationToken)
    {
        var pause = Seconds(0.5, 3);
        Note(kind, $"back after {pause.TotalSeconds:F1} s");
        await endAsync();
        await Task.Delay(pause, cancellationToken);
        await fleet.Redis.StartAsync(cancellationToken);
    }

    private async Task FreezeRedisAsync(CancellationToken cancellationToken)
    {
        var pause = Seconds(1, 4);
        Note(FaultKind.FreezeRedis, $"for {pause.TotalSeconds:F1} s");
        fleet.Redis.Freeze();
        try
        {
            await Task.Delay(pause, cancellationToken);
        }
        finally
        {
            fleet.Redis.Thaw();
        }
    }

    private GoringInstance PickInstance()
    {
        var live = fleet.Live;
        return live[random.Next(live.Count)];
    }

    private TimeSpan Seconds(double least, double most) =>
        TimeSpan.FromSeconds(least + ((most - least) * random.NextDouble()));

    private void Note(FaultKind kind, string detail) => ledger.Add(new Fault(kind, detail, this, ledger.Calls));
}
