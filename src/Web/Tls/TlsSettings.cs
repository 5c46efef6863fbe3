using Goring.Web.Configuration;

namespace Goring.Web.Tls;

/// <summary>The variables <c>TLS_*</c>: where the certificate with its chain lies, and its key. Both PEM.</summary>
internal sealed record TlsSettings(string CertificatePath, string KeyPath)
{
    public const string CertificateName = "TLS_CERT_PATH";
    public const string KeyName = "TLS_KEY_PATH";

    /// <summary>How often the files are looked at. Reading them costs less than being told of changes by every file system.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From when on the log says that the certificate runs out: who renews at a third of 90 days is late by then.</summary>
    public TimeSpan WarnBefore { get; init; } = TimeSpan.FromDays(14);

    /// <returns>Null where neither is set: plain HTTP, behind a proxy.</returns>
    public static TlsSettings? Read(SettingsReader reader) => (reader.Text(CertificateName), reader.Text(KeyName)) switch
    {
        (null, null) => null,
        ({ } certificate, { } key) => new(certificate, key),
        (null, _) => throw SettingException.For(CertificateName, $"is required with {KeyName}"),
        _ => throw SettingException.For(KeyName, $"is required with {CertificateName}"),
    };
}
