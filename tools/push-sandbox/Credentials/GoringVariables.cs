using System.Text;

namespace Goring.PushSandbox.Credentials;

/// <summary>The variables that turn Goring towards the sandbox.</summary>
internal static class GoringVariables
{
    /// <summary>With the key, or with the certificate alone where the sandbox asks for one.</summary>
    public static IReadOnlyDictionary<string, string> For(PushSandboxServer server, ApnsAuthentication authentication)
    {
        var credentials = server.Credentials;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["FCM_SERVICE_ACCOUNT_JSON"] = credentials.ServiceAccountJson,
            ["FCM_PROJECT_ID"] = credentials.ProjectId,
            ["FCM_ENDPOINT"] = Text(server.FcmUrl),
            ["APNS_ENDPOINT"] = Text(server.ApnsUrl),
            ["APNS_TRUSTED_CA_PATH"] = credentials.CaPath,
            ["APNS_BUNDLE_ID"] = credentials.BundleId,
        };
        if (authentication == ApnsAuthentication.Certificate)
        {
            variables["APNS_CERT_PATH"] = credentials.CertificatePath;
            variables["APNS_CERT_PASSPHRASE"] = credentials.CertificatePassphrase;
        }
        else
        {
            variables["APNS_KEY_PATH"] = credentials.KeyPath;
            variables["APNS_KEY_ID"] = credentials.KeyId;
            variables["APNS_TEAM_ID"] = credentials.TeamId;
        }

        return variables;
    }

    /// <summary>NAME=value lines without quotes: what Goring's <c>.env</c> and compose's <c>--env-file</c> both read.</summary>
    public static string ToDotEnv(PushSandboxServer server, ApnsAuthentication authentication)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in For(server, authentication))
        {
            text.Append(name).Append('=').Append(value).Append('\n');
        }

        text.Append("# Push to the development environment instead:\n#APNS_ENDPOINT=")
            .Append(Text(server.ApnsDevelopmentUrl)).Append('\n');
        if (authentication == ApnsAuthentication.Either)
        {
            text.Append("# A certificate instead of the APNS_KEY variables:\n#APNS_CERT_PATH=")
                .Append(server.Credentials.CertificatePath)
                .Append("\n#APNS_CERT_PASSPHRASE=").Append(server.Credentials.CertificatePassphrase).Append('\n');
        }

        return text.ToString();
    }

    private static string Text(Uri url) => url.ToString().TrimEnd('/');
}
