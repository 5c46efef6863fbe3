using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A provider with one connection to APNs, whose pushes are right unless a test changes them.</summary>
internal sealed class ApnsSender : IDisposable
{
    private readonly PushSandboxServer _sandbox;
    private readonly HttpClient _client;

    /// <param name="certificate">With one there is no provider token.</param>
    public ApnsSender(
        PushSandboxServer sandbox, X509Certificate2? certificate = null, bool development = false)
    {
        _sandbox = sandbox;
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? [] : [certificate],
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(sandbox.Credentials.CaPath) },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        _client = new HttpClient(handler)
        {
            BaseAddress = development ? sandbox.ApnsDevelopmentUrl : sandbox.ApnsUrl,
            Timeout = TimeSpan.FromSeconds(15),
        };
        ProviderToken = certificate is null ? SignedToken.Provider(sandbox) : null;
    }

    public string? ProviderToken { get; set; }

    public static string NewDevice() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static X509Certificate2 Certificate(PushSandboxServer sandbox) => X509CertificateLoader.LoadPkcs12FromFile(
        sandbox.Credentials.CertificatePath, sandbox.Credentials.CertificatePassphrase);

    public async Task<ApnsAnswer> PushAsync(string? device = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/3/device/{device ?? NewDevice()}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("""{"aps":{},"type":"incoming_call"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("apns-topic", $"{_sandbox.Credentials.BundleId}.voip");
        request.Headers.Add("apns-push-type", "voip");
        request.Headers.Add("apns-priority", "10");
        request.Headers.Add("apns-expiration", "0");
        if (ProviderToken is not null)
        {
            request.Headers.TryAddWithoutValidation("authorization", $"bearer {ProviderToken}");
        }

        change?.Invoke(request);
        using var response = await _client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(body) : null,
            response.Headers.ToDictionary(
                header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <param name="value">Null: the header is left out.</param>
    public Task<ApnsAnswer> PushWithHeaderAsync(string name, string? value) => PushAsync(change: request =>
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    });

    public void Dispose() => _client.Dispose();
}

internal sealed record ApnsAnswer(int Status, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    public string? Reason => (string?)Body?["reason"];
}
