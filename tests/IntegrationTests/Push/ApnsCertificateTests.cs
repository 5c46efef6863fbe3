using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Goring.Application.Push;
using Goring.Infrastructure.Push.Apns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Goring.IntegrationTests.Push;

/// <summary>A .p12 may hold certificates between its own and the root: a service that knows the root alone must get them.</summary>
public sealed class ApnsCertificateTests : IDisposable
{
    private const string Passphrase = "open sesame";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("goring-chain-");
    private readonly TaskCompletionSource<string[]> _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Certificate_is_sent_with_its_whole_chain()
    {
        using var root = Authority("CN=root", issuer: null);
        using var between = Authority("CN=between", root);
        using var own = Certificate("CN=own", between);
        using var service = Certificate("CN=service", root);
        await using var app = await StartAsync(service);
        using var gateway = Gateway(app, root, between, own);

        var answer = await gateway.SendAsync(PushBench.IPhone(), PushBench.Ring(), default);

        answer.Should().Be(new PushAnswer.Delivered());
        (await _sent.Task.WaitAsync(TimeSpan.FromSeconds(10))).Should().Equal("CN=own", "CN=between");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer) =>
        Create(name, issuer, new X509BasicConstraintsExtension(true, false, 0, true));

    private static X509Certificate2 Certificate(string name, X509Certificate2 issuer)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        return Create(name, issuer, names.Build());
    }

    private static X509Certificate2 Create(string name, X509Certificate2? issuer, X509Extension extension)
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(issuer is null ? 3 : 1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(extension);
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var certificate = request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!),
            from,
            until,
            RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private ApnsGateway Gateway(
        WebApplication app, X509Certificate2 root, X509Certificate2 between, X509Certificate2 own)
    {
        var (p12, ca) = (Path.Combine(_folder.FullName, "p12"), Path.Combine(_folder.FullName, "ca"));
        using var publicPart = X509CertificateLoader.LoadCertificate(between.RawData);
        File.WriteAllBytes(
            p12, new X509Certificate2Collection { publicPart, own }.Export(X509ContentType.Pkcs12, Passphrase)!);
        File.WriteAllText(ca, root.ExportCertificatePem());
        var settings = PushBench.Read(new Dictionary<string, string>
        {
            ["APNS_BUNDLE_ID"] = "com.example.goring",
            ["APNS_CERT_PATH"] = p12,
            ["APNS_CERT_PASSPHRASE"] = Passphrase,
            ["APNS_ENDPOINT"] = app.Urls.Single(),
            ["APNS_TRUSTED_CA_PATH"] = ca,
        });
        return new(settings.Apns!, TimeProvider.System, NullLogger<ApnsGateway>.Instance);
    }

    private async Task<WebApplication> StartAsync(X509Certificate2 service)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = service,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (certificate, chain, _) => _sent.TrySetResult(
                [
                    .. chain!.ChainPolicy.ExtraStore.Select(sent => sent.Subject)
                        .Prepend(certificate.Subject).Distinct(),
                ]),
            });
        }));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return Task.CompletedTask;
        });
        await app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return app;
    }
}
