using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>How a provider proves to APNs who it is. A closed set.</summary>
public abstract record ApnsCredentials
{
    private ApnsCredentials()
    {
    }

    /// <summary>By a client certificate, which names the app.</summary>
    /// <param name="Own">With its private key.</param>
    /// <param name="Chain">What stands between it and the root; sent with it, since APNs need not know them.</param>
    public sealed record Certificate(X509Certificate2 Own, X509Certificate2Collection Chain) : ApnsCredentials;

    /// <summary>By tokens that a key of the team signs.</summary>
    /// <param name="Key">P-256, with its private part.</param>
    public sealed record SigningKey(string KeyId, string TeamId, ECDsa Key) : ApnsCredentials;
}
