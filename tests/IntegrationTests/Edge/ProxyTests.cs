using System.Net;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Edge;

/// <summary>Whose word for where a client comes from is taken. Seen by what an address without a token may ask for: one thing a minute.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Word_of_a_stranger_is_not_taken(string? proxies)
    {
        await using var server = await StartAsync(proxies);

        (await AskAsync(server, "192.0.2.1")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "192.0.2.2")).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1, 127.0.0.0/8")]
    public async Task Word_of_a_trusted_proxy_is_taken(string proxies)
    {
        await using var server = await StartAsync(proxies);

        (await AskAsync(server, "192.0.2.1")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "192.0.2.2")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "192.0.2.1")).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task What_a_client_wrote_to_the_left_does_not_count()
    {
        await using var server = await StartAsync("127.0.0.1");

        (await AskAsync(server, "198.51.100.1, 192.0.2.1")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "198.51.100.2, 192.0.2.1")).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Chain_of_trusted_proxies_is_followed_to_the_client()
    {
        await using var server = await StartAsync("127.0.0.1, 10.0.0.0/8");

        (await AskAsync(server, "192.0.2.1, 10.1.1.1, 10.2.2.2")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "192.0.2.2, 10.1.1.1, 10.2.2.2")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "192.0.2.2, 10.3.3.3")).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Addresses_of_one_household_are_one()
    {
        await using var server = await StartAsync("127.0.0.1");

        (await AskAsync(server, "2001:db8:1:2::1")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "2001:db8:1:3::1")).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(server, "2001:db8:1:2:ffff::2")).Should().Be(HttpStatusCode.TooManyRequests);
    }

    private static Task<GoringServer> StartAsync(string? proxies) =>
        GoringServer.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "1"), ("TRUSTED_PROXIES", proxies));

    private static async Task<HttpStatusCode> AskAsync(GoringServer server, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "calls/some"));
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var response = await Handshake.SendAsync(request);
        return response.StatusCode;
    }
}
