using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>Requests to a proxy by somebody who trusts the root of the tests alone, and follows no redirect.</summary>
internal sealed class ProxyHttp(Uri url) : IDisposable
{
    private readonly HttpClient _http = new(Handler()) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(15) };

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    /// <summary>An upgrade by hand, to see what answers it where no socket comes of it.</summary>
    public async Task<HttpResponseMessage> UpgradeAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The serial number of the certificate that a new connection is shown.</summary>
    public static async Task<string?> SerialAsync(Uri url)
    {
        string? serial = null;
        using var handler = Handler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            serial = (certificate as X509Certificate2)?.SerialNumber;
            return errors == SslPolicyErrors.None;
        };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(15) };
        try
        {
            using var answer = await http.GetAsync(url);
        }
        catch (HttpRequestException)
        {
            // It reloads at this moment.
        }

        return serial;
    }

    private static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = TestChain.ClientOptions,
    };
}
