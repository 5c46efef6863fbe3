using Goring.Web.Configuration;

namespace Goring.Web.Edge;

/// <summary>What the server grants to those whom it does not know, and to each of those whom it does.</summary>
internal sealed record EdgeSettings
{
    /// <summary>How many connections the instance holds.</summary>
    public required Capacity Capacity { get; init; }

    /// <summary>Sockets a user may open in a minute, and at once; 0: no limit.</summary>
    public required int ConnectionsPerMinute { get; init; }

    /// <summary>HTTP calls a minute, and at once: a user's, a ring token's, or without either an address's; 0: no limit.</summary>
    public required int RequestsPerMinute { get; init; }

    /// <summary>Whose <c>X-Forwarded-*</c> are believed.</summary>
    public required TrustedProxies Proxies { get; init; }

    /// <summary>
    /// From a connection's first byte, TLS included, to the end of its first request's headers. A phone on a poor
    /// network takes two or three seconds.
    /// </summary>
    public TimeSpan FirstRequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public static EdgeSettings Read(SettingsReader reader) => new()
    {
        Capacity = Capacity.Read(reader, DescriptorLimit.OfThisProcess()),
        ConnectionsPerMinute = reader.Number("RATE_LIMIT_CONNECTIONS_PER_MINUTE", 60, 0, 1_000_000),
        RequestsPerMinute = reader.Number("RATE_LIMIT_REQUESTS_PER_MINUTE", 60, 0, 1_000_000),
        Proxies = TrustedProxies.Read(reader),
    };
}
