using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goring.PushSandbox.Credentials;

/// <summary>What the running sandbox holds of its folder.</summary>
internal sealed class LoadedKeys(CredentialFolder folder) : IDisposable
{
    public X509Certificate2 Ca { get; } = X509CertificateLoader.LoadCertificateFromFile(folder.CaPath);

    public X509Certificate2 Server { get; } = CredentialFolder.Load(folder.ServerPath);

    public RSA GoogleKey { get; } = Import(RSA.Create(), folder.GoogleKeyPath);

    public ECDsa ApnsKey { get; } = Import(ECDsa.Create(), folder.ApnsKeyPath);

    public void Dispose()
    {
        Ca.Dispose();
        Server.Dispose();
        GoogleKey.Dispose();
        ApnsKey.Dispose();
    }

    private static T Import<T>(T key, string path)
        where T : AsymmetricAlgorithm
    {
        key.ImportFromPem(File.ReadAllText(path));
        return key;
    }
}
