using Goring.Application.Push;
using Microsoft.Extensions.Hosting;

namespace Goring.Infrastructure.Hosting;

/// <summary>
/// Runs <see cref="PushWorker"/> for as long as the host runs, and has it look for what other instances left to be sent.
/// </summary>
internal sealed class PushService(
    PushWorker worker, PushSignal signal, PushServices services, TimeProvider time) : BackgroundService
{
    /// <summary>How late a push of another instance may be noticed; of our own the worker is told.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.Reachable.Count == 0
        ? Task.CompletedTask
        : Task.WhenAll(worker.RunAsync(stoppingToken), LookAsync(stoppingToken));

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                signal.Poke();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
