namespace Goring.PushSandbox;

/// <summary>What a server needs to reach the sandbox in place of Google and Apple. Good for nothing else.</summary>
/// <param name="ServiceAccountJson">The service account's whole JSON; its <c>token_uri</c> is the sandbox's.</param>
/// <param name="CaPath">PEM: the CA that the sandbox's TLS certificate comes from.</param>
/// <param name="CertificatePath">PKCS #12: a client certificate for VoIP pushes, its key and its CA.</param>
/// <param name="KeyPath">PKCS #8 PEM, ECDSA on P-256, as the .p8 files of Apple.</param>
public sealed record SandboxCredentials(
    string ServiceAccountJson,
    string ProjectId,
    string CaPath,
    string CertificatePath,
    string CertificatePassphrase,
    string KeyPath,
    string KeyId,
    string TeamId,
    string BundleId);
