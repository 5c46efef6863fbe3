using System.Net;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The sentinels name another master; moved to {Master}")]
    public static partial void MasterMoved(this ILogger logger, EndPoint master);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sentinels name {Master} as master, which does not answer")]
    public static partial void MasterNotReached(this ILogger logger, Exception error, EndPoint master);

    [LoggerMessage(Level = LogLevel.Error, Message = "Redis delivers nothing that is published: the canary is missing")]
    public static partial void CanaryMissing(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis takes canaries and delivers none; subscribing again")]
    public static partial void MendingSubscriptions(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis delivers what is published again")]
    public static partial void CanaryBack(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the connection to Redis that subscriptions stand on; connecting again")]
    public static partial void SubscriptionsLost(this ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No subscriptions stand at {Server} yet")]
    public static partial void NotSubscribed(this ILogger logger, Exception error, EndPoint server);

    [LoggerMessage(Level = LogLevel.Error, Message = "What Redis published was not handled")]
    public static partial void MessageNotHandled(this ILogger logger, Exception error);
}
