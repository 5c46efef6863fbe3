using Goring.Web.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Goring.Web.Edge;

/// <summary>What Kestrel itself cuts off, and how it listens.</summary>
internal static class KestrelLimits
{
    /// <summary>As many as the kernel keeps (net.core.somaxconn) while a burst of newcomers is taken in.</summary>
    public const int Backlog = 4096;

    /// <summary>Time limits of one step; the first request as a whole has <see cref="EdgeSettings.FirstRequestTimeout"/>.</summary>
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(10);

    public static void Apply(KestrelServerLimits limits, Capacity capacity)
    {
        // A token may take up to 16 KiB of a header; a handshake is one small request and has no body.
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestLineSize = 20 * 1024;
        limits.MaxRequestBodySize = 64 * 1024;
        limits.RequestHeadersTimeout = StepTimeout;

        // The last resort: those beyond are closed unseen. The waiting room and the cap on sockets are narrower, and
        // say why.
        limits.MaxConcurrentConnections = capacity.Waiting + capacity.Requests;
        // Those of TLS, which stay Kestrel's (docs/decisions/0097).
        limits.MaxConcurrentUpgradedConnections = capacity.Sockets + capacity.Requests;
    }

    /// <summary>
    /// HTTP/1.1 alone, also over TLS: one connection is one socket there, and each of these limits means what it says.
    /// </summary>
    public static void Listen(this KestrelServerOptions kestrel, int port, WaitingRoom room, TlsCertificate? certificate) =>
        kestrel.ListenAnyIP(port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => room.HoldAsync(connection, next));
            if (certificate is not null)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => new(certificate.Current),
                    HandshakeTimeout = StepTimeout,
                });
            }
        });
}
