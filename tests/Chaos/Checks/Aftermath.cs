using System.Diagnostics;
using Goring.Chaos.Clients;
using Goring.Chaos.Processes;

namespace Goring.Chaos.Checks;

/// <summary>What must hold once the load and the faults are over.</summary>
internal sealed class Aftermath(Fleet fleet, Ledger ledger, Random random)
{
    /// <summary>By then nobody may be busy with a call that is not there, and nothing may be left of who is gone.</summary>
    private static readonly TimeSpan QuietPatience = TimeSpan.FromSeconds(45);

    /// <summary>Two of the server's rounds over its connections: by then it has found what it thinks is lost.</summary>
    private static readonly TimeSpan TwoRounds = TimeSpan.FromSeconds(22);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <param name="clients">Everybody, still connected.</param>
    public async Task RunAsync(IReadOnlyList<Client> clients, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        using var redis = await RedisCheck.OpenAsync(fleet.Redis.Address);
        foreach (var key in await redis.WithoutTtlAsync())
        {
            ledger.Add(Wrong.Stuck, $"key without TTL: {key}");
        }

        await Task.Delay(TwoRounds, cancellationToken);
        foreach (var client in clients)
        {
            client.Listener = null;
        }

        var control = new Control(fleet, ledger, random);
        await control.RingAllAsync(clients, begun, QuietPatience, cancellationToken);
        foreach (var key in await redis.WithoutTtlAsync())
        {
            ledger.Add(Wrong.Stuck, $"key without TTL: {key}");
        }

        await Task.WhenAll(clients.Select(client => client.LeaveAsync()));
        await WaitUntilNothingIsLeftAsync(redis, cancellationToken);
    }

    private async Task WaitUntilNothingIsLeftAsync(RedisCheck redis, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        while (redis.LeftBehind() is { Count: > 0 } left)
        {
            if (Stopwatch.GetElapsedTime(begun) > QuietPatience)
            {
                ledger.Add(Wrong.Stuck, $"{left.Count} keys of clients that left: {string.Join(' ', left.Take(5))}");
                return;
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }
}
