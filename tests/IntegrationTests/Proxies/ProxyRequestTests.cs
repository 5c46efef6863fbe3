using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Proxies;

/// <summary>What passes a proxy and what does not: chains, tokens, large messages, requests, pages.</summary>
public abstract class ProxyRequestTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>, IDisposable
    where TFleet : ProxyFleet
{
    /// <summary>What is left of 16 KiB for the claims once they are in base 64.</summary>
    private const int LargeClaim = 11_600;

    private readonly ProxyHttp _http = new(fleet.Proxy.Url);

    [Fact]
    public async Task Chain_without_its_intermediate_is_refused_by_clients()
    {
        await using var proxy = await fleet.StartProxyAsync(
            fleet.Servers[0].Port, fleet.Servers[1].Port, withIntermediate: false);

        var connecting = () => TestClient.ConnectAsync(proxy.WebSocketUrl, Person.New("client"), TokenPlace.Header);

        (await connecting.Should().ThrowAsync<WebSocketException>())
            .Which.GetBaseException().Should().BeOfType<AuthenticationException>()
            .Which.Message.Should().Contain("PartialChain");
    }

    [Fact]
    public async Task Http_is_sent_to_https_with_its_path()
    {
        using var http = new ProxyHttp(fleet.Proxy.PlainUrl);

        using var answer = await http.GetAsync("room/standup");

        answer.StatusCode.Should().Be(HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.Scheme.Should().Be("https");
        answer.Headers.Location.AbsolutePath.Should().Be("/room/standup");
    }

    [Theory]
    [InlineData(TokenPlace.Header)]
    [InlineData(TokenPlace.Subprotocol)]
    [InlineData(TokenPlace.Query)]
    public async Task Token_of_almost_16_KiB_passes_wherever_it_stands(TokenPlace place)
    {
        var person = Person.New("large");
        var claims = Tokens.ClaimsOf(person);
        claims["filling"] = new string('x', LargeClaim);
        var token = Tokens.Sign(claims);
        token.Length.Should().BeInRange(15_000, 16 * 1024);

        await using var client = await TestClient.ConnectAsync(
            fleet.Proxy.WebSocketUrl, person, place, token, place == TokenPlace.Subprotocol ? ["goring"] : []);

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_of_almost_512_KiB_passes_both_ways()
    {
        await using var call = await CallAsync();
        var sdp = new string('x', 520_000);

        await call.Caller.DoAsync("webrtc.offer", new { session_id = call.Session, sdp });

        ((string?)(await call.Callee.EventAsync("webrtc.offer"))["sdp"]).Should().Be(sdp);
    }

    [Fact]
    public async Task Larger_message_is_closed_with_1009_by_the_server()
    {
        await using var party = await fleet.ConnectAsync("large");

        await party.Socket.SendRawAsync(new string('x', (512 * 1024) + 1));

        (await party.Socket.Closed).Code.Should().Be(1009);
    }

    [Fact]
    public async Task Call_is_read_and_rejected_over_https()
    {
        await using var call = await PartyCall.RingAsync(
            await fleet.ConnectAsync("caller"), await fleet.ConnectAsync("callee"));
        var token = Tokens.For(call.Callee.Person);

        using var read = await _http.SendAsync(HttpMethod.Get, $"calls/{call.Session}", token);
        read.StatusCode.Should().Be(HttpStatusCode.OK);
        var standing = JsonNode.Parse(await read.Content.ReadAsStringAsync())!;
        ((string?)standing["state"], (string?)standing["caller_id"]).Should().Be(("ringing", call.Caller.Id));

        using var rejected = await _http.SendAsync(HttpMethod.Post, $"calls/{call.Session}/reject", token);
        rejected.StatusCode.Should().Be(HttpStatusCode.NoContent);
        await call.Caller.ExpectEventAsync("call.rejected", call.Answered());
    }

    [Theory]
    [InlineData("")]
    [InlineData("room/standup")]
    public async Task Page_is_served_over_https_with_the_headers_of_the_server(string path)
    {
        using var direct = new ProxyHttp(fleet.Servers[0].Url);
        using var expected = await direct.GetAsync(path);

        using var page = await _http.GetAsync(path);

        page.StatusCode.Should().Be(expected.StatusCode);
        (await page.Content.ReadAsStringAsync()).Should().Be(await expected.Content.ReadAsStringAsync());
        page.Headers.TryGetValues("Content-Security-Policy", out var policy);
        expected.Headers.TryGetValues("Content-Security-Policy", out var expectedPolicy);
        policy.Should().Equal(expectedPolicy);
        page.Headers.GetValues("Strict-Transport-Security").Should().ContainSingle();
    }

    [Fact]
    public async Task Bad_token_is_401_with_the_problem_of_the_server()
    {
        using var answer = await _http.UpgradeAsync("ws?token=none");

        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Reload_takes_the_new_certificate_and_leaves_open_sockets_alone()
    {
        await using var proxy = await fleet.StartProxyAsync(fleet.Servers[0].Port, fleet.Servers[1].Port);
        await using var call = await PartyCall.AcceptedAsync(
            await Party.ConnectAsync(proxy.WebSocketUrl, Person.New("caller")),
            await Party.ConnectAsync(proxy.WebSocketUrl, Person.New("callee")));

        var serial = proxy.UseNewCertificate();
        proxy.Reload();

        await Eventually.HoldsAsync(
            async () => await ProxyHttp.SerialAsync(proxy.Url) == serial, () => $"it shows the new one: {proxy.Output}");
        await call.ExpectAliveAsync();
        await using var newcomer = await Party.ConnectAsync(proxy.WebSocketUrl, Person.New("newcomer"));
        await newcomer.ExpectNothingAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<PartyCall> CallAsync() =>
        await PartyCall.AcceptedAsync(await fleet.ConnectAsync("caller"), await fleet.ConnectAsync("callee"));
}

public sealed class NginxRequestTests(NginxFleet fleet) : ProxyRequestTests<NginxFleet>(fleet);

public sealed class HaproxyRequestTests(HaproxyFleet fleet) : ProxyRequestTests<HaproxyFleet>(fleet);
