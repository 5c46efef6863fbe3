using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.Web.Configuration;

namespace Goring.Web.Tls;

/// <summary>What stands in the two files at one moment.</summary>
internal sealed record TlsFiles(string Certificates, string Key)
{
    /// <exception cref="SettingException">One of them cannot be read.</exception>
    public static TlsFiles Read(TlsSettings settings) => new(
        Text(TlsSettings.CertificateName, settings.CertificatePath), Text(TlsSettings.KeyName, settings.KeyPath));

    /// <summary>The server's own certificate with its key, and those that lead from it to an authority.</summary>
    /// <exception cref="SettingException">They are of no use.</exception>
    public (X509Certificate2 Own, X509Certificate2Collection Chain) Open()
    {
        var all = OpenCertificates();
        if (Key.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            throw SettingException.For(TlsSettings.KeyName, "wants a key without a passphrase");
        }

        try
        {
            // The first one is the server's own (RFC 8446, section 4.4.2), and the key must be its.
            var own = X509Certificate2.CreateFromPem(Certificates, Key);
            all.RemoveAt(0);
            return (own, all);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new SettingException(
                $"{TlsSettings.KeyName}: wants the PEM of the private key to the first certificate of {TlsSettings.CertificateName}",
                error);
        }
    }

    private X509Certificate2Collection OpenCertificates()
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(Certificates);
        }
        catch (CryptographicException error)
        {
            throw new SettingException($"{TlsSettings.CertificateName}: {WantsCertificates}", error);
        }

        return all.Count > 0 ? all : throw SettingException.For(TlsSettings.CertificateName, WantsCertificates);
    }

    private const string WantsCertificates = "wants PEM: the server's certificate first, then its chain";

    private static string Text(string name, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw new SettingException($"{name}: wants a readable file", error);
        }
    }
}
