using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Who gets a connection to the sandbox's APNs, and what a certificate is good for.</summary>
public sealed class SandboxConnectionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private PushSandboxServer Sandbox => fixture.Sandbox;

    [Fact]
    public async Task Certificate_does_instead_of_a_token()
    {
        using var certificate = ApnsSender.Certificate(Sandbox);
        using var sender = new ApnsSender(Sandbox, certificate);

        (await sender.PushAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task Certificate_for_VoIP_is_good_for_no_other_topic()
    {
        using var certificate = ApnsSender.Certificate(Sandbox);
        using var sender = new ApnsSender(Sandbox, certificate);
        using var tokenSender = new ApnsSender(Sandbox);

        (await sender.PushAsync(change: ToAlert)).Reason.Should().Be("TopicDisallowed");

        (await tokenSender.PushAsync(change: ToAlert)).Status.Should().Be(200);

        static void ToAlert(HttpRequestMessage request)
        {
            request.Headers.Remove("apns-topic");
            request.Headers.Remove("apns-push-type");
            request.Headers.Add("apns-topic", "com.example.goring");
            request.Headers.Add("apns-push-type", "alert");
        }
    }

    [Fact]
    public async Task Certificate_of_another_CA_gets_no_connection()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = ApnsSender.Certificate(Sandbox);
        using var stranger = new CertificateRequest(own.SubjectName, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

        await ExpectNoConnectionAsync(stranger);
    }

    [Fact]
    public async Task Certificate_of_a_server_gets_no_connection()
    {
        using var server = X509CertificateLoader.LoadPkcs12FromFile(
            Path.Combine(Path.GetDirectoryName(Sandbox.Credentials.CaPath)!, "server.p12"),
            Sandbox.Credentials.CertificatePassphrase);

        await ExpectNoConnectionAsync(server);
    }

    [Fact]
    public async Task Where_a_certificate_is_required_a_token_gets_no_connection()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(
            new() { ApnsAuthentication = ApnsAuthentication.Certificate });
        using var certificate = ApnsSender.Certificate(sandbox);
        using var sender = new ApnsSender(sandbox, certificate);
        using var tokenSender = new ApnsSender(sandbox);

        (await sender.PushAsync()).Status.Should().Be(200);
        var pushing = () => tokenSender.PushAsync();
        await pushing.Should().ThrowAsync<HttpRequestException>();
        sandbox.ApnsConnections.Should().Be(1);
    }

    [Fact]
    public async Task Where_a_token_is_required_a_certificate_does_not_do()
    {
        await using var sandbox = await PushSandboxServer.StartAsync(
            new() { ApnsAuthentication = ApnsAuthentication.Token });
        using var certificate = ApnsSender.Certificate(sandbox);
        using var sender = new ApnsSender(sandbox, certificate);

        (await sender.PushAsync()).Reason.Should().Be("MissingProviderToken");
        sender.ProviderToken = SignedToken.Provider(sandbox);
        (await sender.PushAsync()).Status.Should().Be(200);
    }

    [Fact]
    public async Task HTTP_1_gets_no_connection()
    {
        using var sender = new ApnsSender(Sandbox);

        var pushing = () => sender.PushAsync(change: request => request.Version = HttpVersion.Version11);

        await pushing.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Connections_are_counted_and_told_apart()
    {
        await using var sandbox = await PushSandboxServer.StartAsync();
        using var first = new ApnsSender(sandbox);
        using var second = new ApnsSender(sandbox, development: true);

        await first.PushAsync();
        await first.PushAsync();
        await second.PushAsync();

        sandbox.ApnsConnections.Should().Be(2);
        sandbox.Pushes.Select(push => push.Connection).Should().Equal(1, 1, 2);
    }

    private async Task ExpectNoConnectionAsync(X509Certificate2 certificate)
    {
        using var sender = new ApnsSender(Sandbox, certificate);
        sender.ProviderToken = SignedToken.Provider(Sandbox);
        var connections = Sandbox.ApnsConnections;

        var pushing = () => sender.PushAsync();

        await pushing.Should().ThrowAsync<HttpRequestException>();
        Sandbox.ApnsConnections.Should().Be(connections, "the handshake failed");
    }
}
