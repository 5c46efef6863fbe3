using Goring.Application.Connections;
using Goring.Application.Ports;
using Microsoft.Extensions.Hosting;

namespace Goring.Infrastructure.Redis;

/// <summary>Connects to Redis before anything else of the host starts; where that fails the host does not start.</summary>
internal sealed class RedisOpening(
    RedisConnection redis,
    RedisMasterWatch masters,
    RedisSignals signals,
    RedisRoomNews roomNews,
    RedisOptions options,
    Upkeep upkeep)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await (options.Sentinels.Count > 0 ? masters.OpenAsync() : redis.OpenAsync());
            await signals.OpenAsync();
            await roomNews.OpenAsync();
        }
        catch (StoreUnavailableException error)
        {
            throw options.Sentinels.Count > 0
                ? new StoreNotReachedException(
                    "REDIS_SENTINELS: no sentinel names a master that can be reached and takes REDIS_PASSWORD", error)
                : new StoreNotReachedException(
                    "REDIS_ADDR: Redis cannot be reached there, or refuses REDIS_PASSWORD or REDIS_TLS", error);
        }

        // What was published while they were down is missing; what was numbered stands in the store.
        redis.SubscriptionsRestored += (_, _) => upkeep.RequestRefresh();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
