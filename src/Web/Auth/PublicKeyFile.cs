using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.Web.Configuration;

namespace Goring.Web.Auth;

/// <summary>
/// The keys of <c>JWT_PUBLIC_KEY_PATH</c>: public keys and certificates in PEM, several where one replaces another. Of a
/// certificate the key alone counts: whoever configured it vouches for it.
/// </summary>
internal static class PublicKeyFile
{
    private const int Most = 16;
    private const int MostBytes = 256 * 1024;
    private const string Wants =
        "wants a readable PEM file of public keys or certificates: RSA of 2048 to 8192 bits, or EC on P-256, P-384, P-521";

    public static IReadOnlyList<TokenKey> Read(string name, string path)
    {
        List<TokenKey> keys = [];
        try
        {
            var text = Text(path).AsSpan();
            while (PemEncoding.TryFind(text, out var found))
            {
                keys.Add(ReadOne(name, text[found.Label], text[found.Location]) ?? throw SettingException.For(name, Wants));
                text = text[found.Location.End..];
            }
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException
                or NotSupportedException)
        {
            // The cause may repeat a path: what is printed is the line alone.
            throw new SettingException($"{name}: {Wants}", error);
        }

        return keys.Count is > 0 and <= Most ? keys : throw SettingException.For(name, Wants);
    }

    private static string Text(string path)
    {
        using var file = File.OpenText(path);
        var text = new char[MostBytes];
        return new(text, 0, file.ReadBlock(text));
    }

    private static TokenKey? ReadOne(string name, ReadOnlySpan<char> label, ReadOnlySpan<char> pem)
    {
        if (label.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw SettingException.For(name, "wants public keys alone; a private key is for whoever signs, and stays there");
        }

        if (label is "CERTIFICATE")
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return Checked(certificate.GetRSAPublicKey()) ?? (TokenKey?)Checked(certificate.GetECDsaPublicKey());
        }

        if (label is not ("PUBLIC KEY" or "RSA PUBLIC KEY"))
        {
            return null;
        }

        return TryImport(RSA.Create(), pem) is { } rsa ? Checked(rsa)
            : TryImport(ECDsa.Create(), pem) is { } curve ? Checked(curve)
            : null;
    }

    private static T? TryImport<T>(T key, ReadOnlySpan<char> pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            // Of another kind, or of none.
            key.Dispose();
            return null;
        }
    }

    private static RsaTokenKey? Checked(RSA? key) =>
        key?.KeySize is >= RsaTokenKey.MinBits and <= RsaTokenKey.MaxBits ? new(key) : null;

    private static EllipticCurveTokenKey? Checked(ECDsa? key) =>
        key?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value
            is "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35" ? new(key) : null;
}
