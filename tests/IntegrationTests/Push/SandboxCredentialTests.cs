using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The keys and certificates that the sandbox makes, and how Goring is told of them.</summary>
public sealed class SandboxCredentialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goring-sandbox-test-").FullName;

    [Fact]
    public async Task Variables_turn_Goring_towards_the_sandbox()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(new() { Folder = _folder });
        var credentials = sandbox.Credentials;

        sandbox.Variables.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["FCM_SERVICE_ACCOUNT_JSON"] = credentials.ServiceAccountJson,
            ["FCM_PROJECT_ID"] = "goring-sandbox",
            ["FCM_ENDPOINT"] = sandbox.ControlUrl.ToString().TrimEnd('/'),
            ["APNS_ENDPOINT"] = sandbox.ApnsUrl.ToString().TrimEnd('/'),
            ["APNS_TRUSTED_CA_PATH"] = credentials.CaPath,
            ["APNS_BUNDLE_ID"] = "com.example.goring",
            ["APNS_KEY_PATH"] = credentials.KeyPath,
            ["APNS_KEY_ID"] = credentials.KeyId,
            ["APNS_TEAM_ID"] = credentials.TeamId,
        });
        var lines = File.ReadAllLines(Path.Combine(_folder, "push.env"));
        lines.Where(line => !line.StartsWith('#'))
            .Should().Equal(sandbox.Variables.Select(variable => $"{variable.Key}={variable.Value}"));
        lines.Should().Contain($"#APNS_CERT_PATH={credentials.CertificatePath}");
        File.ReadAllText(Path.Combine(_folder, "service-account.json")).Should().Be(credentials.ServiceAccountJson);
    }

    [Fact]
    public async Task Variables_name_the_certificate_where_one_is_required()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(
            new() { Folder = _folder, ApnsAuthentication = ApnsAuthentication.Certificate });

        sandbox.Variables["APNS_CERT_PATH"].Should().Be(sandbox.Credentials.CertificatePath);
        sandbox.Variables["APNS_CERT_PASSPHRASE"].Should().Be(sandbox.Credentials.CertificatePassphrase);
        sandbox.Variables.Should().NotContainKey("APNS_KEY_PATH");
    }

    [Fact]
    public async Task Service_account_asks_the_sandbox_for_its_tokens()
    {
        await using var sandbox = await PushSandboxServer.StartAsync();

        var account = JsonNode.Parse(sandbox.Credentials.ServiceAccountJson)!;

        ((string?)account["type"]).Should().Be("service_account");
        ((string?)account["token_uri"]).Should().Be($"{sandbox.ControlUrl}token");
        ((string?)account["project_id"]).Should().Be(sandbox.Credentials.ProjectId);
    }

    [Fact]
    public async Task Client_certificate_is_one_for_VoIP_and_comes_with_its_chain()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(new() { BundleId = "org.example.phone" });

        var chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(
            sandbox.Credentials.CertificatePath, sandbox.Credentials.CertificatePassphrase);

        var client = chain.Should().HaveCount(2).And.ContainSingle(certificate => certificate.HasPrivateKey).Subject;
        client.Subject.Should().Contain("org.example.phone.voip").And.Contain("CN=VoIP Services: org.example.phone");
        chain.Should().ContainSingle(certificate => certificate.Subject == client.Issuer);
    }

    [Fact]
    public async Task Restarted_sandbox_keeps_its_credentials()
    {
        var before = await StartedOnceAsync(new() { Folder = _folder, ControlPort = 0 });
        var after = await StartedOnceAsync(new() { Folder = _folder, ControlPort = 0 });

        after.Should().Equal(before);
    }

    [Fact]
    public async Task Another_host_or_app_gets_new_certificates_and_keeps_the_keys()
    {
        var before = await StartedOnceAsync(new() { Folder = _folder });
        var host = await StartedOnceAsync(new() { Folder = _folder, Host = "push.example" });
        var app = await StartedOnceAsync(new() { Folder = _folder, Host = "push.example", BundleId = "org.example" });

        new[] { before["ca.pem"], host["ca.pem"], app["ca.pem"] }.Should().OnlyHaveUniqueItems();
        host["google-key.pem"].Should().Be(before["google-key.pem"]);
        app["google-key.pem"].Should().Be(before["google-key.pem"]);
    }

    [Fact]
    public async Task Certificates_that_are_about_to_expire_are_made_anew()
    {
        var time = new MovedTime();
        var before = await StartedOnceAsync(new() { Folder = _folder, Time = time });
        time.Advance(TimeSpan.FromDays(364.5));
        var after = await StartedOnceAsync(new() { Folder = _folder, Time = time });

        after["ca.pem"].Should().NotBe(before["ca.pem"]);
    }

    [Fact]
    public async Task Private_keys_are_for_the_owner_alone()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(new() { Folder = _folder });

        // Windows has no such modes; a file is what its folder is.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.GetFiles(_folder).Where(file => Path.GetFileName(file) != "ca.pem"))
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Temporary_folder_goes_with_the_sandbox()
    {
        var sandbox = await PushSandboxServer.StartAsync();
        var folder = Path.GetDirectoryName(sandbox.Credentials.CaPath)!;
        Directory.Exists(folder).Should().BeTrue();

        await sandbox.DisposeAsync();

        Directory.Exists(folder).Should().BeFalse();
    }

    [Fact]
    public async Task Taken_port_stops_the_start()
    {
        await using var first = await PushSandboxServer.StartAsync();

        var starting = () => PushSandboxServer.StartAsync(new() { ControlPort = first.ControlUrl.Port });

        await starting.Should().ThrowAsync<IOException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The files that a sandbox leaves in its folder, but for those that name its ports.</summary>
    private async Task<Dictionary<string, string>> StartedOnceAsync(PushSandboxOptions options)
    {
        await (await PushSandboxServer.StartAsync(options)).DisposeAsync();
        return Directory.GetFiles(_folder)
            .Where(file => Path.GetFileName(file) is not ("push.env" or "service-account.json"))
            .OrderBy(file => file, StringComparer.Ordinal)
            .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(File.ReadAllBytes(file)));
    }
}
