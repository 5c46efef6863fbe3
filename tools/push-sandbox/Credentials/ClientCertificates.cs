using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Goring.PushSandbox.Credentials;

/// <summary>TLS for the ports of APNs: our certificate, and whose we take.</summary>
internal static class ClientCertificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    public static HttpsConnectionAdapterOptions Options(LoadedKeys keys, ApnsAuthentication authentication) => new()
    {
        ServerCertificate = keys.Server,
        CheckCertificateRevocation = false,
        ClientCertificateMode = authentication switch
        {
            ApnsAuthentication.Certificate => ClientCertificateMode.RequireCertificate,
            ApnsAuthentication.Token => ClientCertificateMode.NoCertificate,
            _ => ClientCertificateMode.AllowCertificate,
        },
        ClientCertificateValidation = (certificate, _, _) => IsOurs(certificate, keys.Ca),
    };

    private static bool IsOurs(X509Certificate2 certificate, X509Certificate2 ca)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ca);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }
}
