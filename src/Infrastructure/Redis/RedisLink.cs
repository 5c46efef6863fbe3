using System.Net;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>How a multiplexer is set up, for Redis and for its sentinels.</summary>
internal static class RedisLink
{
    /// <summary>What our connections are called in Redis's list of clients.</summary>
    public const string ClientName = "goring";

    /// <summary>
    /// How long after it was sent a command's answer is still taken: long after whoever asked was told that the store does not
    /// answer, since what a step did is to be delivered (<see cref="RedisSteps"/>).
    /// </summary>
    private static readonly TimeSpan LateAnswers = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ReconnectInterval = TimeSpan.FromSeconds(1);

    /// <param name="answers">Are told what is read, unless with TLS.</param>
    public static Task<ConnectionMultiplexer> OpenAsync(
        RedisOptions options, IEnumerable<EndPoint> endpoints, RedisAnswers answers)
    {
        var configuration = Base(endpoints);
        configuration.AbortOnConnectFail = true;
        configuration.Password = options.Password.Length == 0 ? null : options.Password;
        configuration.Ssl = options.Tls;
        configuration.Tunnel = options.Tls ? null : new RedisTunnel(answers);

        // Subscriptions stand on a connection of their own (RedisSubscriptions): this client is to open none for them.
        configuration.CommandMap = CommandMap.Create(["SUBSCRIBE"], available: false);
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
            ConnectTimeout = (int)RedisWire.ConnectBudget.TotalMilliseconds,
            SyncTimeout = (int)RedisConnection.CommandBudget.TotalMilliseconds,
            AsyncTimeout = (int)LateAnswers.TotalMilliseconds,

            // Whoever asked has been told that the store is away: nothing of it may happen later.
            BacklogPolicy = BacklogPolicy.FailFast,

            // What any Redis and any proxy in front of one speaks.
            Protocol = RedisProtocol.Resp2,

            // Certificates of an operator's own authority name no place to ask.
            CheckCertificateRevocation = false,
            ClientName = ClientName,

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
