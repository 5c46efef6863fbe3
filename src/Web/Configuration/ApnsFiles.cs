using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.Infrastructure.Push.Apns;

namespace Goring.Web.Configuration;

/// <summary>
/// The files that variables of APNs name, opened at the start: what cannot be used then would be found out by the first
/// call that nobody hears.
/// </summary>
internal static class ApnsFiles
{
    private const int P256Bits = 256;

    /// <summary>What .NET sets on every system where a passphrase does not open a file.</summary>
    private const int WrongPassphrase = unchecked((int)0x80070056);

    /// <summary>A .p12: the one certificate with a private key, and the rest as its chain.</summary>
    public static ApnsCredentials.Certificate Certificate(
        string name, string path, string passphraseName, string? passphrase)
    {
        var all = Open(name, path, passphraseName, passphrase);
        if (all.FirstOrDefault(certificate => certificate.HasPrivateKey) is not { } own)
        {
            throw SettingException.For(name, "wants a .p12 file with a private key in it");
        }

        all.Remove(own);
        return new(own, all);
    }

    /// <summary>A .p8: the PEM of a P-256 key.</summary>
    public static ECDsa Key(string name, string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            _ = key.SignData([], HashAlgorithmName.SHA256);
            if (key.KeySize == P256Bits)
            {
                return key;
            }
        }
        catch (Exception error) when (IsUnusable(error))
        {
            key.Dispose();
            throw Wrong(name, "wants a readable .p8 file with an EC private key (P-256) in PEM", error);
        }

        key.Dispose();
        throw SettingException.For(name, "wants a readable .p8 file with an EC private key (P-256) in PEM");
    }

    /// <summary>The certificates in a PEM file, at least one.</summary>
    public static X509Certificate2Collection Authorities(string name, string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception error) when (IsUnusable(error))
        {
            throw Wrong(name, "wants a readable PEM file of certificates", error);
        }

        return authorities.Count > 0
            ? authorities
            : throw SettingException.For(name, "wants a readable PEM file of certificates");
    }

    private static X509Certificate2Collection Open(string name, string path, string passphraseName, string? passphrase)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12CollectionFromFile(path, passphrase);
        }
        catch (CryptographicException error) when (error.HResult == WrongPassphrase)
        {
            throw Wrong(passphraseName, $"does not open the file of {name}", error);
        }
        catch (Exception error) when (IsUnusable(error))
        {
            throw Wrong(name, "wants a readable .p12 file", error);
        }
    }

    private static bool IsUnusable(Exception error) =>
        error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException
            or NotSupportedException;

    /// <summary>The cause goes along for a debugger; what is printed is the line alone, since a cause may repeat a path.</summary>
    private static SettingException Wrong(string name, string wants, Exception error) => new($"{name}: {wants}", error);
}
