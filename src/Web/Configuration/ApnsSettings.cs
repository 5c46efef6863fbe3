using Goring.Domain.Devices;
using Goring.Infrastructure.Push.Apns;

namespace Goring.Web.Configuration;

/// <summary>The variables <c>APNS_*</c>, but for <c>APNS_CANCEL</c>.</summary>
internal static class ApnsSettings
{
    private const string BundleName = "APNS_BUNDLE_ID";
    private const string ProductionName = "APNS_PRODUCTION";
    private const string CertificateName = "APNS_CERT_PATH";
    private const string PassphraseName = "APNS_CERT_PASSPHRASE";
    private const string KeyName = "APNS_KEY_PATH";
    private const string KeyIdName = "APNS_KEY_ID";
    private const string TeamIdName = "APNS_TEAM_ID";
    private const string EndpointName = "APNS_ENDPOINT";
    private const string AuthoritiesName = "APNS_TRUSTED_CA_PATH";

    public static ApnsOptions? Read(SettingsReader reader)
    {
        var production = reader.Flag(ProductionName, false);
        var endpoint = PushSettings.Endpoint(reader, EndpointName, "https");
        var credentials = CredentialsOf(reader);
        if (reader.Text(BundleName) is not { } bundleId)
        {
            foreach (var name in new[] { CertificateName, KeyName, EndpointName, AuthoritiesName })
            {
                if (reader.Text(name) is not null)
                {
                    throw PushSettings.Missing(BundleName, name);
                }
            }

            return null;
        }

        if (credentials is null)
        {
            throw SettingException.For(
                BundleName, $"wants {CertificateName} beside it, or {KeyName}, {KeyIdName} and {TeamIdName}");
        }

        // It becomes a header.
        if (!bundleId.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'))
        {
            throw SettingException.For(BundleName, "wants letters, digits, hyphens and dots");
        }

        var options = new ApnsOptions
        {
            BundleId = bundleId,
            Credentials = credentials,
            FirstAsked = production ? ApnsEnvironment.Production : ApnsEnvironment.Development,
            TrustedAuthorities = reader.Text(AuthoritiesName) is { } path
                ? ApnsFiles.Authorities(AuthoritiesName, path)
                : null,
        };
        return endpoint is null
            ? options
            : options with { ProductionEndpoint = endpoint, DevelopmentEndpoint = endpoint };
    }

    private static ApnsCredentials? CredentialsOf(SettingsReader reader)
    {
        var certificate = reader.Text(CertificateName);
        var key = reader.Text(KeyName);
        if (certificate is null && reader.Secret(PassphraseName) is not null)
        {
            throw PushSettings.Missing(CertificateName, PassphraseName);
        }

        foreach (var name in new[] { KeyIdName, TeamIdName })
        {
            if (reader.Text(name) is not null != key is not null)
            {
                throw key is null ? PushSettings.Missing(KeyName, name) : PushSettings.Missing(name, KeyName);
            }
        }

        return (certificate, key) switch
        {
            (not null, not null) => throw SettingException.For(
                KeyName, $"takes the place of {CertificateName}; set one of the two"),
            (not null, null) => ApnsFiles.Certificate(
                CertificateName, certificate, PassphraseName, reader.Secret(PassphraseName)),
            (null, not null) => new ApnsCredentials.SigningKey(
                reader.Text(KeyIdName)!, reader.Text(TeamIdName)!, ApnsFiles.Key(KeyName, key)),
            _ => null,
        };
    }
}
