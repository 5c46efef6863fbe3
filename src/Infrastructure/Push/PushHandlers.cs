namespace Goring.Infrastructure.Push;

/// <summary>Handlers for services that want one long-lived connection.</summary>
internal static class PushHandlers
{
    /// <summary>Silence after which a connection is pinged. Proxies and NATs forget one after a minute or more.</summary>
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A handler with one HTTP/2 connection, which is pinged and never dropped for being idle; pushes beyond the
    /// server's limit of streams wait for one. Neither a proxy of the environment nor tracing headers come into it.
    /// </summary>
    /// <param name="pingDelay">Silence after which it is pinged.</param>
    /// <param name="pingTimeout">How long a ping may go unanswered before the connection is given up.</param>
    public static SocketsHttpHandler OneConnection(TimeSpan pingDelay, TimeSpan pingTimeout) => new()
    {
        EnableMultipleHttp2Connections = false,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = ConnectTimeout,
        KeepAlivePingDelay = pingDelay,
        KeepAlivePingTimeout = pingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };
}
