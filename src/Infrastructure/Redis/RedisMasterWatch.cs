using System.Net;
using Goring.Application.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Follows the master that the sentinels name. A client that is given several endpoints may write to an old master that came
/// back: so it is only ever given one, and moved (docs/decisions/0007).
/// </summary>
internal sealed class RedisMasterWatch(
    RedisConnection redis, RedisOptions options, TimeProvider time, ILogger<RedisMasterWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ConnectionMultiplexer? _sentinels;

    /// <summary>Connects to the master for the first time.</summary>
    /// <exception cref="StoreUnavailableException">No sentinel names a master, or it does not answer.</exception>
    public async Task OpenAsync()
    {
        try
        {
            _sentinels = await RedisLink.OpenSentinelsAsync(options);
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            throw new StoreUnavailableException("No sentinel can be reached.", error);
        }

        var master = await AskAsync(_sentinels) ?? throw new StoreUnavailableException("No sentinel names a master.");
        await redis.MoveToAsync(master);
    }

    public override void Dispose()
    {
        _sentinels?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await FollowAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task FollowAsync()
    {
        if (_sentinels is null || await AskAsync(_sentinels) is not { } master || master.Equals(redis.Master))
        {
            return;
        }

        try
        {
            await redis.MoveToAsync(master);
            logger.MasterMoved(master);
        }
        catch (StoreUnavailableException error)
        {
            logger.MasterNotReached(error, master);
        }
    }

    /// <summary>The master that most of the sentinels that answer name; null where none does.</summary>
    private async Task<EndPoint?> AskAsync(ConnectionMultiplexer sentinels)
    {
        var answers = await Task.WhenAll(options.Sentinels.Select(RedisLink.ParseEndPoint).Select(AskOneAsync));
        return answers.OfType<EndPoint>().GroupBy(answer => answer).MaxBy(group => group.Count())?.Key;

        async Task<EndPoint?> AskOneAsync(EndPoint sentinel)
        {
            try
            {
                return await sentinels.GetServer(sentinel)
                    .SentinelGetMasterAddressByNameAsync(options.MasterName)
                    .WaitAsync(RedisConnection.CommandBudget);
            }
            catch (Exception error) when (error is RedisException or RedisCommandException or TimeoutException)
            {
                return null;
            }
        }
    }
}
