using System.Net;
using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>An upgrade request by hand, to see what answers it where no socket comes of it.</summary>
internal static class Handshake
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public static Task<HttpResponseMessage> GetAsync(GoringServer server, string path) =>
        Http.GetAsync(new Uri(server.Url, path));

    public static Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Http.SendAsync(request);

    /// <param name="headers">Beside those of an upgrade.</param>
    public static Task<HttpResponseMessage> UpgradeAsync(
        GoringServer server, string query = "", params (string Name, string Value)[] headers) =>
        UpgradeAtAsync(server, $"ws{query}", headers);

    /// <summary>The same at another path than that of calls.</summary>
    public static async Task<HttpResponseMessage> UpgradeAtAsync(
        GoringServer server, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, path));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static Task<HttpResponseMessage> UpgradeWithAsync(GoringServer server, string token) =>
        UpgradeAsync(server, "", ("Authorization", $"Bearer {token}"));

    public static void ShouldUpgrade(this HttpResponseMessage response) =>
        response.StatusCode.Should().Be(HttpStatusCode.SwitchingProtocols);

    /// <summary>A short JSON problem of that status, in which none of the texts stands.</summary>
    public static async Task ShouldBeProblemAsync(
        this HttpResponseMessage response, HttpStatusCode status, params string[] without)
    {
        response.StatusCode.Should().Be(status);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json");
        var body = await response.Content.ReadAsStringAsync();
        body.Length.Should().BeLessThan(500);
        var problem = JsonNode.Parse(body)!;
        ((int)problem["status"]!).Should().Be((int)status);
        ((string?)problem["title"]).Should().NotBeNullOrWhiteSpace();
        ((string?)problem["detail"]).Should().NotBeNullOrWhiteSpace();
        foreach (var text in without)
        {
            body.Should().NotContain(text);
        }
    }
}
