using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.IntegrationTests.Harness;
using Goring.Web.Tls;

namespace Goring.IntegrationTests.Edge;

/// <summary>TLS in the process, looked at by a client that trusts the root alone and gets the rest from the server.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goring-tls-").FullName;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public TlsTests()
    {
        _root = Make("CN=Root", null, authority: true);
        _intermediate = Make("CN=Intermediate", _root, authority: true);
    }

    private string CertificatePath => Path.Combine(_folder, "tls.crt");

    private string KeyPath => Path.Combine(_folder, "tls.key");

    [Fact]
    public async Task Client_that_trusts_the_root_gets_the_chain_and_calls_over_wss()
    {
        var leaf = Write("CN=first");
        await using var server = await StartAsync();

        var seen = await HandshakeAsync(server.Port, SslProtocols.None);
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, own, chain, _) => Trusts(own, chain);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {Tokens.For(Person.New("secure"))}");
        using var bound = new CancellationTokenSource(TestClient.Patience);
        await socket.ConnectAsync(new Uri($"wss://localhost:{server.Port}/ws"), bound.Token);

        seen.Should().Be(leaf);
        socket.State.Should().Be(WebSocketState.Open);
    }

    [Fact]
    public async Task Tls_1_1_is_refused_and_1_2_is_not()
    {
        Write("CN=first");
        await using var server = await StartAsync();

        (await HandshakeAsync(server.Port, SslProtocols.Tls12)).Should().NotBeNull();
#pragma warning disable CA5397, SYSLIB0039 // That it is refused is what is tested.
        var old = () => HandshakeAsync(server.Port, SslProtocols.Tls11);
#pragma warning restore CA5397, SYSLIB0039
        await old.Should().ThrowAsync<Exception>();
    }

    [Fact]
    public void Files_that_change_are_taken_and_those_that_are_wrong_are_not()
    {
        Write("CN=first");
        var certificate = new TlsCertificate(new TlsSettings(CertificatePath, KeyPath));
        certificate.Look().Should().BeOfType<TlsLook.Same>();

        var second = Write("CN=second");
        certificate.Look().Should().BeOfType<TlsLook.Taken>();
        Thumbprint(certificate).Should().Be(second);

        File.WriteAllText(KeyPath, "not a key");
        certificate.Look().Should().BeOfType<TlsLook.Unsettled>();
        certificate.Look().Should().BeOfType<TlsLook.Refused>().Which.Fault.Should().StartWith("TLS_KEY_PATH: ");
        File.Delete(CertificatePath);
        certificate.Look().Should().BeOfType<TlsLook.Unsettled>();
        certificate.Look().Should().BeOfType<TlsLook.Refused>().Which.Fault.Should().StartWith("TLS_CERT_PATH: ");
        Thumbprint(certificate).Should().Be(second);

        var third = Write("CN=third");
        certificate.Look().Should().BeOfType<TlsLook.Taken>();
        Thumbprint(certificate).Should().Be(third);
    }

    [Fact]
    public void Folder_that_is_swapped_by_its_link_is_seen()
    {
        // As Kubernetes does with a secret: ..data is a link to a folder, and another takes its place.
        var first = Write("CN=first", Directory.CreateDirectory(Path.Combine(_folder, "one")).FullName);
        var second = Write("CN=second", Directory.CreateDirectory(Path.Combine(_folder, "two")).FullName);
        var link = Path.Combine(_folder, "data");
        Directory.CreateSymbolicLink(link, Path.Combine(_folder, "one"));
        var certificate = new TlsCertificate(new TlsSettings(Path.Combine(link, "tls.crt"), Path.Combine(link, "tls.key")));
        Thumbprint(certificate).Should().Be(first);

        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, Path.Combine(_folder, "two"));

        certificate.Look().Should().BeOfType<TlsLook.Taken>();
        Thumbprint(certificate).Should().Be(second);
    }

    [Fact]
    public async Task Encrypted_key_stops_the_start_by_name()
    {
        Write("CN=first");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(KeyPath, key.ExportEncryptedPkcs8PrivateKeyPem(
            "a-passphrase", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000)));

        var start = StartAsync;

        (await start.Should().ThrowAsync<Goring.Web.Configuration.SettingException>())
            .WithMessage("TLS_KEY_PATH: wants a key without a passphrase");
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<GoringServer> StartAsync() =>
        GoringServer.StartAsync(("TLS_CERT_PATH", CertificatePath), ("TLS_KEY_PATH", KeyPath));

    private static string Thumbprint(TlsCertificate certificate) =>
        certificate.Current.ServerCertificateContext!.TargetCertificate.Thumbprint;

    /// <summary>Writes a pair for localhost and the chain behind it; the thumbprint.</summary>
    private string Write(string name, string? folder = null)
    {
        folder ??= _folder;
        using var leaf = Make(name, _intermediate, authority: false);
        File.WriteAllText(
            Path.Combine(folder, "tls.crt"),
            $"{leaf.ExportCertificatePem()}\n{_intermediate.ExportCertificatePem()}\n");
        File.WriteAllText(Path.Combine(folder, "tls.key"), leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return leaf.Thumbprint;
    }

    private async Task<string?> HandshakeAsync(int port, SslProtocols protocols)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(tcp.GetStream(), false, (_, own, chain, _) => Trusts(own, chain));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
        }).WaitAsync(TestClient.Patience);
        return (stream.RemoteCertificate as X509Certificate2)?.Thumbprint;
    }

    /// <summary>Builds the chain of what was sent and the root, of nothing else.</summary>
    private bool Trusts(X509Certificate? own, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sent!.ChainPolicy.ExtraStore);
        return chain.Build((X509Certificate2)own!);
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool authority)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        if (!authority)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
        }

        var now = TimeProvider.System.GetUtcNow();
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(60));
        }

        // Nothing is valid for longer than its issuer, who was made a moment before it.
        using var signed = request.Create(issuer, now.AddDays(-1), new DateTimeOffset(issuer.NotAfter), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
