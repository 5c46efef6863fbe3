using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.Domain.Devices;
using Goring.Infrastructure.Push.Apns;
using Goring.UnitTests.Support;
using Goring.Web.Configuration;

namespace Goring.UnitTests.Web.Configuration;

/// <summary>The variables of push: what they become, and that a wrong one is named and never repeated.</summary>
public sealed class PushSettingsTests : IClassFixture<PushSettingsTests.Files>
{
    private const string Account = "FCM_SERVICE_ACCOUNT_JSON";
    private const string WholeJson = "wants the whole JSON text of a service account; ";
    private const string NoP8 = "wants a readable .p8 file with an EC private key (P-256) in PEM";

    private readonly Files _files;

    public PushSettingsTests(Files files) => _files = files;

    /// <summary>Variables, <c>NAME=what</c> with commas, and the line that stops the start.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "FCM_PROJECT_ID=x", $"{Account}: is required with FCM_PROJECT_ID" },
        { "FCM_ENDPOINT=https://fcm.test", $"{Account}: is required with FCM_ENDPOINT" },
        { $"{Account}=@not-json", $"{Account}: {WholeJson}it is not JSON" },
        { $"{Account}=@array", $"{Account}: {WholeJson}its type is not service_account" },
        { $"{Account}=@user", $"{Account}: {WholeJson}its type is not service_account" },
        { $"{Account}=@no-email", $"{Account}: {WholeJson}it has no client_email" },
        { $"{Account}=@no-key", $"{Account}: {WholeJson}it has no private_key" },
        { $"{Account}=@bad-key", $"{Account}: {WholeJson}its private_key is no RSA key in PEM" },
        { $"{Account}=@ec-key", $"{Account}: {WholeJson}its private_key is no RSA key in PEM" },
        { $"{Account}=@public-key", $"{Account}: {WholeJson}its private_key is no RSA key in PEM" },
        { $"{Account}=@no-token-uri", $"{Account}: {WholeJson}it has no token_uri" },
        { $"{Account}=@bad-token-uri", $"{Account}: {WholeJson}its token_uri is no http or https URI" },
        { $"{Account}=@no-project", $"FCM_PROJECT_ID: is required, since {Account} names no project_id" },
        { $"{Account}=@good,FCM_ENDPOINT=fcm.test", "FCM_ENDPOINT: wants an absolute https or http URI" },
        { $"{Account}=@good,FCM_ENDPOINT=ftp://fcm.test", "FCM_ENDPOINT: wants an absolute https or http URI" },
        { $"{Account}=@good,FCM_ENDPOINT=https://u:p@fcm.test", "FCM_ENDPOINT: wants an absolute https or http URI" },

        { "APNS_BUNDLE_ID=app", "APNS_BUNDLE_ID: wants APNS_CERT_PATH beside it, or APNS_KEY_PATH, APNS_KEY_ID and APNS_TEAM_ID" },
        { "APNS_CERT_PATH=@p12,APNS_CERT_PASSPHRASE=right", "APNS_BUNDLE_ID: is required with APNS_CERT_PATH" },
        { "APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t", "APNS_BUNDLE_ID: is required with APNS_KEY_PATH" },
        { "APNS_ENDPOINT=https://apns.test", "APNS_BUNDLE_ID: is required with APNS_ENDPOINT" },
        { "APNS_TRUSTED_CA_PATH=@ca", "APNS_BUNDLE_ID: is required with APNS_TRUSTED_CA_PATH" },
        { "APNS_CERT_PASSPHRASE=right", "APNS_CERT_PATH: is required with APNS_CERT_PASSPHRASE" },
        { "APNS_KEY_ID=k", "APNS_KEY_PATH: is required with APNS_KEY_ID" },
        { "APNS_TEAM_ID=t", "APNS_KEY_PATH: is required with APNS_TEAM_ID" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@p8,APNS_KEY_ID=k", "APNS_TEAM_ID: is required with APNS_KEY_PATH" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@p8,APNS_TEAM_ID=t", "APNS_KEY_ID: is required with APNS_KEY_PATH" },
        {
            "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@p12,APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t",
            "APNS_KEY_PATH: takes the place of APNS_CERT_PATH; set one of the two"
        },
        { "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@nowhere", "APNS_CERT_PATH: wants a readable .p12 file" },
        { "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@garbage", "APNS_CERT_PATH: wants a readable .p12 file" },
        { "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@p12", "APNS_CERT_PASSPHRASE: does not open the file of APNS_CERT_PATH" },
        {
            "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@p12,APNS_CERT_PASSPHRASE=wrong",
            "APNS_CERT_PASSPHRASE: does not open the file of APNS_CERT_PATH"
        },
        { "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@keyless", "APNS_CERT_PATH: wants a .p12 file with a private key in it" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@nowhere,APNS_KEY_ID=k,APNS_TEAM_ID=t", $"APNS_KEY_PATH: {NoP8}" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@garbage,APNS_KEY_ID=k,APNS_TEAM_ID=t", $"APNS_KEY_PATH: {NoP8}" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@rsa,APNS_KEY_ID=k,APNS_TEAM_ID=t", $"APNS_KEY_PATH: {NoP8}" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@p384,APNS_KEY_ID=k,APNS_TEAM_ID=t", $"APNS_KEY_PATH: {NoP8}" },
        { "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@public,APNS_KEY_ID=k,APNS_TEAM_ID=t", $"APNS_KEY_PATH: {NoP8}" },
        {
            "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t,APNS_TRUSTED_CA_PATH=@garbage",
            "APNS_TRUSTED_CA_PATH: wants a readable PEM file of certificates"
        },
        {
            "APNS_BUNDLE_ID=app,APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t,APNS_TRUSTED_CA_PATH=@nowhere",
            "APNS_TRUSTED_CA_PATH: wants a readable PEM file of certificates"
        },
        { "APNS_BUNDLE_ID=a b,APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t", "APNS_BUNDLE_ID: wants letters, digits, hyphens and dots" },
        { "APNS_ENDPOINT=http://apns.test", "APNS_ENDPOINT: wants an absolute https URI" },
        { "APNS_PRODUCTION=perhaps", "APNS_PRODUCTION: wants true or false" },
        { "APNS_CANCEL=alert", "APNS_CANCEL: wants one of voip, none" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_variable_stops_the_start_by_its_name(string variables, string line)
    {
        var read = () => PushSettings.Read(Reader(variables));

        var message = read.Should().Throw<SettingException>().Which.Message;
        message.Should().Be(line);
        message.Should().NotContain(_files.Folder).And.NotContain("wrong").And.NotContain("\n");
    }

    [Fact]
    public void Nothing_set_is_no_push()
    {
        var settings = PushSettings.Read(Reader(""));

        settings.Should().Be(new PushSettings(Fcm: null, Apns: null, CancelOverApns: true));
    }

    [Fact]
    public void Fcm_needs_no_more_than_the_account()
    {
        var fcm = PushSettings.Read(Reader($"{Account}=@good")).Fcm!;

        fcm.ProjectId.Should().Be("project-1");
        fcm.Account.Email.Should().Be("push@project-1.test");
        fcm.Account.KeyId.Should().Be("key-1");
        fcm.Account.TokenUri.Should().Be(new Uri("https://oauth2.googleapis.com/token"));
        fcm.Endpoint.Should().Be(new Uri("https://fcm.googleapis.com"));
        fcm.AttemptTimeout.Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Project_and_endpoint_of_fcm_win_over_the_account()
    {
        var fcm = PushSettings.Read(Reader($"{Account}=@good,FCM_PROJECT_ID=other,FCM_ENDPOINT=http://127.0.0.1:8080/fcm")).Fcm!;

        fcm.ProjectId.Should().Be("other");
        fcm.Endpoint.Should().Be(new Uri("http://127.0.0.1:8080/fcm"));
    }

    [Fact]
    public void Apns_by_key()
    {
        var apns = PushSettings.Read(
            Reader("APNS_BUNDLE_ID=com.example.app,APNS_KEY_PATH=@p8,APNS_KEY_ID=k,APNS_TEAM_ID=t,APNS_CANCEL=none"));

        apns.CancelOverApns.Should().BeFalse();
        apns.Apns!.BundleId.Should().Be("com.example.app");
        apns.Apns.FirstAsked.Should().Be(ApnsEnvironment.Development);
        apns.Apns.ProductionEndpoint.Should().Be(new Uri("https://api.push.apple.com"));
        apns.Apns.DevelopmentEndpoint.Should().Be(new Uri("https://api.sandbox.push.apple.com"));
        apns.Apns.TrustedAuthorities.Should().BeNull();
        apns.Apns.AttemptTimeout.Should().Be(TimeSpan.FromSeconds(10));
        var key = apns.Apns.Credentials.Should().BeOfType<ApnsCredentials.SigningKey>().Subject;
        (key.KeyId, key.TeamId).Should().Be(("k", "t"));
    }

    [Fact]
    public void Apns_by_certificate_with_its_chain_and_a_stand_in_for_both_environments()
    {
        var apns = PushSettings.Read(Reader(
            "APNS_BUNDLE_ID=app,APNS_CERT_PATH=@p12,APNS_CERT_PASSPHRASE=right,APNS_PRODUCTION=true,"
            + "APNS_ENDPOINT=https://127.0.0.1:8443,APNS_TRUSTED_CA_PATH=@ca")).Apns!;

        apns.FirstAsked.Should().Be(ApnsEnvironment.Production);
        apns.ProductionEndpoint.Should().Be(new Uri("https://127.0.0.1:8443"));
        apns.DevelopmentEndpoint.Should().Be(apns.ProductionEndpoint);
        apns.TrustedAuthorities.Should().ContainSingle();
        var certificate = apns.Credentials.Should().BeOfType<ApnsCredentials.Certificate>().Subject;
        certificate.Own.Subject.Should().Be("CN=own");
        certificate.Own.HasPrivateKey.Should().BeTrue();
        certificate.Chain.Select(each => each.Subject).Should().Equal("CN=authority");
    }

    private SettingsReader Reader(string variables) => Settings.Reader(
    [
        .. variables.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (pair[0], (string?)_files.ValueOf(pair[1]))),
    ]);

    /// <summary>Keys, certificates and accounts, good and bad. <c>@name</c> stands for one of them.</summary>
    public sealed class Files : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("goring-push-");
        private readonly Dictionary<string, string> _accounts;

        public Files()
        {
            using var rsa = RSA.Create(2048);
            using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            Write("p8", p256.ExportPkcs8PrivateKeyPem());
            Write("p384", p384.ExportPkcs8PrivateKeyPem());
            Write("rsa", rsa.ExportPkcs8PrivateKeyPem());
            Write("public", p256.ExportSubjectPublicKeyInfoPem());
            Write("garbage", "neither a key nor a certificate");
            WriteCertificates(p256);

            var good = new JsonObject
            {
                ["type"] = "service_account",
                ["project_id"] = "project-1",
                ["private_key_id"] = "key-1",
                ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
                ["client_email"] = "push@project-1.test",
                ["token_uri"] = "https://oauth2.googleapis.com/token",
            };
            _accounts = new()
            {
                ["@good"] = good.ToJsonString(),
                ["@not-json"] = good.ToJsonString()[..^5],
                ["@array"] = "[]",
                ["@user"] = With(good, "type", "authorized_user"),
                ["@no-email"] = With(good, "client_email", null),
                ["@no-key"] = With(good, "private_key", null),
                ["@bad-key"] = With(good, "private_key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
                ["@ec-key"] = With(good, "private_key", p256.ExportPkcs8PrivateKeyPem()),
                ["@public-key"] = With(good, "private_key", rsa.ExportSubjectPublicKeyInfoPem()),
                ["@no-token-uri"] = With(good, "token_uri", null),
                ["@bad-token-uri"] = With(good, "token_uri", "file:///etc/passwd"),
                ["@no-project"] = With(good, "project_id", null),
            };
        }

        public string Folder => _folder.FullName;

        public string ValueOf(string text) => text.StartsWith('@')
            ? _accounts.TryGetValue(text, out var account) ? account : Path.Combine(Folder, text[1..])
            : text;

        public void Dispose() => _folder.Delete(recursive: true);

        private static string With(JsonObject account, string name, string? value)
        {
            var changed = account.DeepClone().AsObject();
            changed[name] = value;
            return changed.ToJsonString(JsonSerializerOptions.Default);
        }

        private void WriteCertificates(ECDsa key)
        {
            var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
            authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var ca = authority.CreateSelfSigned(ManualTime.Start, ManualTime.Start.AddYears(1));
            using var ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var own = new CertificateRequest("CN=own", ownKey, HashAlgorithmName.SHA256)
                .Create(ca, ManualTime.Start, ManualTime.Start.AddDays(1), [1]).CopyWithPrivateKey(ownKey);
            using var caAlone = X509CertificateLoader.LoadCertificate(ca.RawData);

            Write("ca", ca.ExportCertificatePem());
            File.WriteAllBytes(
                Path.Combine(Folder, "p12"),
                new X509Certificate2Collection { caAlone, own }.Export(X509ContentType.Pkcs12, "right")!);
            File.WriteAllBytes(
                Path.Combine(Folder, "keyless"),
                new X509Certificate2Collection { caAlone }.Export(X509ContentType.Pkcs12)!);
        }

        private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);
    }
}
