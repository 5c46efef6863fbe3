namespace Goring.Infrastructure.Push;

/// <summary>Handlers for services that want one long-lived connection.</summary>
internal static class PushHandlers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A handler with one HTTP/2 connection, which is pinged and never dropped for being idle; pushes beyond the
    /// server's limit of streams wait for one. Neither a proxy of the environment nor tracing headers come into it.
    /// </summary>
    /// <param name="pingDelay">Silence after which it is pinged; without an answer in a third of that it is given up.</param>
    public static SocketsHttpHandler OneConnection(TimeSpan pingDelay) => new()
    {
        EnableMultipleHttp2Connections = false,
        PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        ConnectTimeout = ConnectTimeout,
        KeepAlivePingDelay = pingDelay,
        KeepAlivePingTimeout = pingDelay / 3 < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : pingDelay / 3,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    };
}
