using Goring.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Sends a message to ourselves through Redis and our subscriptions, again and again: a Redis that answers commands
/// but delivers nothing looks healthy otherwise. Where it answers and delivers nothing, the subscriptions are mended.
/// </summary>
internal sealed class RedisCanary(
    RedisConnection redis, RedisSignals signals, TimeProvider time, ILogger<RedisCanary> logger)
    : BackgroundService, IStoreHealth
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a canary, though Redis takes them, the subscriptions are taken again.</summary>
    private static readonly TimeSpan MendAfter = TimeSpan.FromSeconds(2);

    /// <summary>After so long without a canary the store counts as deaf.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private bool _healthy = true;

    public async ValueTask<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        if (!Look())
        {
            return false;
        }

        try
        {
            await redis.PingAsync();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await signals.SendCanaryAsync();
                    if (time.GetElapsedTime(signals.CanarySeen) > MendAfter)
                    {
                        logger.MendingSubscriptions();
                        await redis.MendSubscriptionsAsync();
                    }
                }
                catch (StoreUnavailableException)
                {
                    // No canary is how an outage is noticed.
                }

                Note(Look());
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private bool Look() => redis.IsOpen && time.GetElapsedTime(signals.CanarySeen) < Patience;

    private void Note(bool healthy)
    {
        if (healthy == _healthy)
        {
            return;
        }

        _healthy = healthy;
        if (healthy)
        {
            logger.CanaryBack();
        }
        else
        {
            logger.CanaryMissing();
        }
    }
}
