using Goring.Application.Ports;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Push;

/// <summary>
/// Sends the pushes that are due, up to <see cref="MaxInFlight"/> at once. More wait in the store, where another
/// instance with a free hand may take them: the queue is bounded, and nothing falls off its end.
/// </summary>
public sealed class PushWorker(
    PushSignal signal,
    IPushJobs jobs,
    PushDelivery delivery,
    PushServices services,
    TimeProvider time,
    ILogger<PushWorker> logger)
{
    /// <summary>How many pushes are under way at once, those that wait between two attempts among them.</summary>
    public const int MaxInFlight = 512;

    /// <summary>How many are claimed at once, so that instances share a flood.</summary>
    private const int MostClaimed = 64;

    /// <summary>How long an attempt that is under way may still take when the instance stops.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly HashSet<Task> _inFlight = [];
    private bool _outage;

    /// <summary>Runs until stopped; then it waits, for a short time, for what is under way. Nothing where no service is configured.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (services.Reachable.Count == 0)
        {
            return;
        }

        using var cutOff = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var registration = stopping.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).CancelAfter(StopTimeout), cutOff);
        try
        {
            while (await signal.WaitAsync(stopping))
            {
                await TakeDueAsync(stopping, cutOff.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The instance stops.
        }

        await Task.WhenAll(_inFlight);
    }

    private async Task TakeDueAsync(CancellationToken stopping, CancellationToken cutOff)
    {
        try
        {
            int free, taken;
            do
            {
                _inFlight.RemoveWhere(task => task.IsCompleted);
                free = Math.Min(MaxInFlight - _inFlight.Count, MostClaimed);
                var due = free > 0 ? await jobs.ClaimAsync(free, stopping) : [];
                foreach (var job in due)
                {
                    _inFlight.Add(DeliverAsync(job, stopping, cutOff));
                }

                taken = due.Count;
            }
            while (taken > 0 && taken == free);
            _outage = false;
        }
        catch (StoreUnavailableException error)
        {
            if (!_outage)
            {
                _outage = true;
                logger.PushesNotClaimed(error.Message);
            }
        }
    }

    private async Task DeliverAsync(PushJob job, CancellationToken stopping, CancellationToken cutOff)
    {
        try
        {
            await delivery.DeliverAsync(job, stopping, cutOff);
        }
#pragma warning disable CA1031 // One push that fails, however it does, must not end the others.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.PushFaulted(error, job.Session);
        }

        // A cancellation may be due by now, and a hand is free.
        signal.Poke();
    }
}
