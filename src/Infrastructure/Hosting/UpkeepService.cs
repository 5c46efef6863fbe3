using Goring.Application.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Hosting;

/// <summary>Runs <see cref="Upkeep"/> and <see cref="ReplayPump"/> for as long as the host runs.</summary>
internal sealed class UpkeepService(
    Upkeep upkeep, ReplayPump replay, UpkeepMetrics metrics, TimeProvider time, ILogger<UpkeepService> logger)
    : BackgroundService
{
    /// <summary>How late a deadline, or the return of the store, may be noticed.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        UntilStoppedAsync(TickAsync, stoppingToken),
        UntilStoppedAsync(token => replay.RunAsync(time, token), stoppingToken));

    private static async Task UntilStoppedAsync(Func<CancellationToken, Task> run, CancellationToken stoppingToken)
    {
        try
        {
            await run(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; its connections give their slots up themselves.
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickInterval, time);
        var began = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var before = began;
            began = time.GetTimestamp();
            metrics.Began(time.GetElapsedTime(before, began), TickInterval);
            try
            {
                await upkeep.TickAsync(stoppingToken);
            }
#pragma warning disable CA1031 // A fault in one round must not end the rounds: slots would run out and users vanish.
            catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
            {
                logger.UpkeepFaulted(error);
            }
        }
    }
}
