using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Goring.PushSandbox.Credentials;

/// <summary>The files with the sandbox's keys and certificates. They are made where they are missing, or do not fit.</summary>
internal sealed class CredentialFolder : IDisposable
{
    public const string Passphrase = "push-sandbox";
    public const string KeyId = "SANDBOXKEY";
    public const string TeamId = "GORINGTEAM";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder;
    private readonly bool _isTemporary;

    /// <param name="folder">Null: a temporary one, deleted by <see cref="Dispose"/>.</param>
    public CredentialFolder(string? folder)
    {
        _isTemporary = folder is null;
        _folder = folder is null
            ? Directory.CreateTempSubdirectory("goring-push-sandbox-").FullName
            : Directory.CreateDirectory(Path.GetFullPath(folder)).FullName;
    }

    public string CaPath => PathOf("ca.pem");

    public string ServerPath => PathOf("server.p12");

    public string ClientPath => PathOf("voip.p12");

    public string ApnsKeyPath => PathOf($"AuthKey_{KeyId}.p8");

    public string GoogleKeyPath => PathOf("google-key.pem");

    public string ServiceAccountPath => PathOf("service-account.json");

    public string VariablesPath => PathOf("push.env");

    /// <summary>Makes what is missing; anew where the certificates are for another host or app, or about to expire.</summary>
    public void Ensure(string host, string bundleId, DateTimeOffset now)
    {
        if (!HasKeys())
        {
            using var rsa = RSA.Create(2048);
            WritePrivate(GoogleKeyPath, rsa.ExportPkcs8PrivateKeyPem());
            using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            WritePrivate(ApnsKeyPath, ecdsa.ExportPkcs8PrivateKeyPem());
        }

        if (!HasCertificates(host, bundleId, now))
        {
            using var authority = new CertificateAuthority(now);
            File.WriteAllText(CaPath, authority.Certificate.ExportCertificatePem());
            using var server = authority.CreateServer(host);
            WritePrivate(ServerPath, Pack(server, authority));
            using var client = authority.CreateClient($"{bundleId}.voip", $"VoIP Services: {bundleId}", TeamId);
            WritePrivate(ClientPath, Pack(client, authority));
        }
    }

    public static X509Certificate2 Load(string path) => X509CertificateLoader.LoadPkcs12FromFile(path, Passphrase);

    public static void WritePrivate(string path, string text) =>
        WritePrivate(path, Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static byte[] Pack(X509Certificate2 certificate, CertificateAuthority authority) =>
        new X509Certificate2Collection { certificate, X509CertificateLoader.LoadCertificate(authority.Certificate.RawData) }
            .Export(X509ContentType.Pkcs12, Passphrase)!;

    private static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static void WritePrivate(string path, byte[] bytes)
    {
        File.WriteAllText(path, "");
        Protect(path);
        File.WriteAllBytes(path, bytes);
    }

    private bool HasKeys() => File.Exists(GoogleKeyPath) && File.Exists(ApnsKeyPath);

    private bool HasCertificates(string host, string bundleId, DateTimeOffset now)
    {
        if (!File.Exists(CaPath) || !File.Exists(ServerPath) || !File.Exists(ClientPath))
        {
            return false;
        }

        using var server = Load(ServerPath);
        using var client = Load(ClientPath);
        return server.MatchesHostname(host)
            && server.NotAfter > now.AddDays(1).LocalDateTime
            && ClientTopic.Of(client) == $"{bundleId}.voip";
    }

    private string PathOf(string name) => Path.Combine(_folder, name);
}
