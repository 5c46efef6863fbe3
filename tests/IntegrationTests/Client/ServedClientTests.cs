using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Goring.IntegrationTests.Client;

/// <summary>The web client at <c>/</c>, where it was built.</summary>
public sealed class ServedClientTests(BuiltClient client) : IClassFixture<BuiltClient>, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = client.Url };

    [Theory]
    [InlineData("")]
    [InlineData("room/standup")]
    [InlineData("room/a.b")]
    public async Task Every_address_of_the_client_gets_its_page_which_is_asked_for_anew(string path)
    {
        using var response = await _http.GetAsync(Relative(path));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        response.Headers.CacheControl!.ToString().Should().Be("no-cache");
        (await response.Content.ReadAsStringAsync()).Should().Be(BuiltClient.Page);
    }

    [Fact]
    public async Task Hashed_files_are_kept_for_good()
    {
        using var response = await _http.GetAsync(Relative("assets/index-abc123.js"));

        response.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
        response.Content.Headers.ContentType!.ToString().Should().Be("text/javascript; charset=utf-8");
        response.Content.Headers.ContentEncoding.Should().BeEmpty();
        (await response.Content.ReadAsStringAsync()).Should().Be(BuiltClient.Script);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.8", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    public async Task Files_go_compressed_to_whoever_takes_that(string accepted, bool compressed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative("assets/index-abc123.js"));
        request.Headers.Add("Accept-Encoding", accepted);

        using var response = await _http.SendAsync(request);

        response.Headers.Vary.Should().Equal("Accept-Encoding");
        response.Content.Headers.ContentEncoding.Should().Equal(compressed ? ["gzip"] : Array.Empty<string>());
        await using var content = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(
            compressed ? new GZipStream(content, CompressionMode.Decompress) : content);
        (await reader.ReadToEndAsync()).Should().Be(BuiltClient.Script);
    }

    [Fact]
    public async Task Page_that_did_not_change_is_not_sent_again()
    {
        using var first = await _http.GetAsync(Relative(""));
        using var request = new HttpRequestMessage(HttpMethod.Get, Relative(""));
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));

        using var second = await _http.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("")]
    [InlineData("icon.svg")]
    [InlineData("assets/index-abc123.js")]
    public async Task Browser_is_told_to_run_nothing_from_elsewhere_and_to_frame_nothing(string path)
    {
        using var response = await _http.GetAsync(Relative(path));

        response.Headers.GetValues("Content-Security-Policy").Single()
            .Should().Contain("default-src 'none'").And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'")
            .And.NotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("no-referrer");
    }

    [Theory]
    [InlineData("ws", HttpStatusCode.Unauthorized)]
    [InlineData("connect", HttpStatusCode.UpgradeRequired)]
    [InlineData("calls/nothing", HttpStatusCode.Unauthorized)]
    [InlineData("health", HttpStatusCode.OK)]
    [InlineData("dev/token", HttpStatusCode.BadRequest)]
    public async Task Endpoints_of_the_server_are_not_the_client(string path, HttpStatusCode status)
    {
        using var response = await _http.GetAsync(Relative(path));

        response.StatusCode.Should().Be(status);
        response.Content.Headers.ContentType!.MediaType.Should().EndWith("json");
    }

    [Theory]
    [InlineData("calls")]
    [InlineData("nothing")]
    [InlineData("assets/old-123.js")]
    [InlineData("room")]
    [InlineData("room/a/b")]
    public async Task Unknown_address_stays_unknown(string path)
    {
        using var response = await _http.GetAsync(Relative(path));

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().NotContain("<title>");
    }

    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) => new(path, UriKind.Relative);
}
