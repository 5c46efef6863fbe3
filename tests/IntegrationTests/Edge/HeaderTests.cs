using System.Net;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Edge;

/// <summary>What every answer says to a browser, and how often whoever a push woke may ask.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("health")]
    [InlineData("nothing")]
    [InlineData("ws")]
    [InlineData("calls/nothing")]
    public async Task No_answer_may_be_taken_for_another_type(string path)
    {
        await using var server = await GoringServer.StartAsync();

        using var response = await Handshake.GetAsync(server, path);

        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.Contains("Server").Should().BeFalse();
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Browser_is_told_to_come_over_TLS_where_it_did(string scheme, bool told)
    {
        await using var server = await GoringServer.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "health"));
        request.Headers.Host = "calls.example.org";
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Add("X-Forwarded-Proto", scheme);

        using var response = await Handshake.SendAsync(request);

        response.Headers.Contains("Strict-Transport-Security").Should().Be(told);
    }

    [Fact]
    public async Task Ring_token_that_asks_too_often_gets_429_and_that_of_another_call_does_not()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_REQUESTS_PER_MINUTE", "2"));
        var (restless, calm) = (Guid.NewGuid(), Guid.NewGuid());

        for (var i = 0; i < 2; i++)
        {
            (await AskAsync(restless)).StatusCode.Should().NotBe(HttpStatusCode.TooManyRequests);
        }

        using var refused = await AskAsync(restless);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.Should().NotBeNull();
        (await AskAsync(calm)).StatusCode.Should().NotBe(HttpStatusCode.TooManyRequests);

        Task<HttpResponseMessage> AskAsync(Guid session)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"calls/{session}"));
            var token = server.Get<RingTokens>().Issue(
                new SessionId(session.ToString()), TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(1));
            request.Headers.Add("Authorization", $"Bearer {token}");
            return Handshake.SendAsync(request);
        }
    }
}
