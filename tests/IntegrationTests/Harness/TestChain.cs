using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// A chain as an authority makes one: a root that clients trust, an intermediate that they have never seen, and
/// certificates of servers on loopback. Who leaves the intermediate out is not trusted.
/// </summary>
internal static class TestChain
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddHours(-1);
    private static readonly DateTimeOffset Until = From.AddDays(2);
    private static readonly X509Certificate2 Root = SelfSigned("CN=Root of the tests");
    private static readonly X509Certificate2 Intermediate = Authority("CN=Intermediate of the tests", Root);

    /// <summary>The root's certificate.</summary>
    public static string RootPem => Root.ExportCertificatePem();

    /// <summary>How clients of the tests look at a server: the root alone is trusted, and nothing is fetched.</summary>
    public static SslClientAuthenticationOptions ClientOptions => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    /// <summary>A certificate of a server on loopback as PEM: itself with the intermediate, itself alone, and its key.</summary>
    public static (string FullChain, string Alone, string Key, string Serial) Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=goring.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var leaf = request.Create(Intermediate, From, Until, RandomNumberGenerator.GetBytes(16));
        var alone = leaf.ExportCertificatePem() + "\n";
        return (
            alone + Intermediate.ExportCertificatePem() + "\n", alone, key.ExportPkcs8PrivateKeyPem() + "\n",
            leaf.SerialNumber);
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return AuthorityRequest(name, key).CreateSelfSigned(From, Until);
    }

    private static X509Certificate2 Authority(string name, X509Certificate2 issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = AuthorityRequest(name, key).Create(issuer, From, Until, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }
}
