using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goring.PushSandbox.Credentials;

/// <summary>Makes the sandbox's certificates. Its own key is forgotten once they are made.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;

    public CertificateAuthority(DateTimeOffset now)
    {
        // A client whose clock is a little behind must not take it for one of tomorrow.
        (_from, _until) = (now.AddHours(-1), now + Lifetime);
        var request = new CertificateRequest("CN=Goring push sandbox CA", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(_from, _until);
    }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2 CreateServer(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { "localhost", "push-sandbox", host }.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!IPAddress.TryParse(name, out _))
            {
                names.AddDnsName(name);
            }
        }

        foreach (var name in new[] { "127.0.0.1", "::1", host }.Distinct(StringComparer.Ordinal))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
        }

        return Create(new X500DistinguishedName("CN=push-sandbox"), ServerAuthentication, names.Build());
    }

    public X509Certificate2 CreateClient(string topic, string commonName, string teamId)
    {
        var subject = new X500DistinguishedNameBuilder();
        ClientTopic.AddTo(subject, topic);
        subject.AddCommonName(commonName);
        subject.AddOrganizationalUnitName(teamId);
        return Create(subject.Build(), ClientAuthentication);
    }

    public void Dispose()
    {
        _key.Dispose();
        Certificate.Dispose();
    }

    private X509Certificate2 Create(X500DistinguishedName subject, string usage, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        using var certificate = request.Create(Certificate, _from, _until, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }
}
