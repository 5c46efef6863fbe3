using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>The TLS side of a connection to APNs.</summary>
internal static class ApnsHandler
{
    public static SocketsHttpHandler Open(ApnsOptions options)
    {
        var handler = PushHandlers.OneConnection(options.PingDelay, options.PingTimeout);
        handler.ConnectTimeout = options.ConnectTimeout;
        if (options.TrustedAuthorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = TrustOnly(authorities);
        }

        if (options.Credentials is ApnsCredentials.Certificate certificate)
        {
            // A context sends the whole chain; ClientCertificates would send the certificate alone where the system
            // does not know the rest. Offline: nothing is fetched while a call is to ring.
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(
                certificate.Own, certificate.Chain, offline: true);
        }

        return handler;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        // An authority of one's own has no list of revoked certificates that anybody serves.
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
