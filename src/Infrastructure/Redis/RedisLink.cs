using System.Net;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>How a multiplexer is set up, for Redis and for its sentinels.</summary>
internal static class RedisLink
{
    private static readonly TimeSpan ConnectBudget = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    public static Task<ConnectionMultiplexer> OpenAsync(RedisOptions options, IEnumerable<EndPoint> endpoints)
    {
        var configuration = Base(endpoints);
        configuration.AbortOnConnectFail = true;
        configuration.Password = options.Password.Length == 0 ? null : options.Password;
        configuration.Ssl = options.Tls;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }

    public static Task<ConnectionMultiplexer> OpenSentinelsAsync(RedisOptions options)
    {
        var configuration = Base(options.Sentinels.Select(ParseEndPoint));
        configuration.CommandMap = CommandMap.Sentinel;
        configuration.AbortOnConnectFail = false;
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }

    /// <summary>An address of <see cref="RedisOptions"/>, whose form was checked when it was read.</summary>
    public static EndPoint ParseEndPoint(string address) =>
        RedisEndPoint.Parse(address) ?? throw new ArgumentException("This is no host:port.", nameof(address));

    private static ConfigurationOptions Base(IEnumerable<EndPoint> endpoints)
    {
        var configuration = new ConfigurationOptions
        {
            ConnectTimeout = (int)ConnectBudget.TotalMilliseconds,
            SyncTimeout = (int)RedisConnection.CommandBudget.TotalMilliseconds,
            ClientName = "goring",

            // The client's own default waits as long as a connection may take before it tries again.
            ReconnectRetryPolicy = new LinearRetry((int)ReconnectInterval.TotalMilliseconds),

            // Both are for electing a master by the client, which is not safe with several (docs/decisions/0002).
            TieBreaker = "",
            ConfigurationChannel = "",
        };
        foreach (var endpoint in endpoints)
        {
            configuration.EndPoints.Add(endpoint);
        }

        return configuration;
    }
}
