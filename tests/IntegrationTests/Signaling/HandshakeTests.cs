using System.Net;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>What an upgrade request is answered with, its token being good.</summary>
public sealed class HandshakeTests(EmbeddedFleet fleet) : IClassFixture<EmbeddedFleet>
{
    [Theory]
    [InlineData("goring, bearer.TOKEN", "goring")]
    [InlineData("bearer.TOKEN, goring", "goring")]
    [InlineData("bearer.TOKEN,goring", "goring")]
    [InlineData("other, goring, bearer.TOKEN", "goring")]
    [InlineData("bearer.TOKEN", null)]
    [InlineData("other, bearer.TOKEN", null)]
    public async Task Answer_selects_goring_and_never_echoes_the_token(string offered, string? selected)
    {
        var token = Tokens.For(Person.New("browser"));

        using var response = await Handshake.UpgradeAsync(
            fleet.CallerSide,
            "",
            ("Sec-WebSocket-Protocol", offered.Replace("TOKEN", token, StringComparison.Ordinal)));

        response.ShouldUpgrade();
        response.Headers.TryGetValues("Sec-WebSocket-Protocol", out var answered);
        (answered?.SingleOrDefault()).Should().Be(selected);
        response.ToString().Should().NotContain(token);
    }

    [Theory]
    [InlineData(TokenPlace.Header)]
    [InlineData(TokenPlace.Subprotocol)]
    [InlineData(TokenPlace.Query)]
    public async Task Token_of_any_place_makes_the_user_reachable_at_once(TokenPlace place)
    {
        var person = Person.New("placed");
        await using var callee = await TestClient.ConnectAsync(
            fleet.CalleeSide.WebSocketUrl, person, place, null, "goring");
        await using var caller = await fleet.CallerAsync();

        callee.Subprotocol.Should().Be("goring");
        await Call.StartAsync(caller, callee);
    }

    [Fact]
    public async Task Request_without_an_upgrade_gets_426_and_takes_no_slot()
    {
        var person = Person.New("plain");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fleet.CallerSide.Url, "ws"));
        request.Headers.Authorization = new("Bearer", Tokens.For(person));

        using var response = await Handshake.SendAsync(request);

        await response.ShouldBeProblemAsync(HttpStatusCode.UpgradeRequired);
        response.Headers.Upgrade.ToString().Should().Be("websocket");
        await using var caller = await fleet.CallerAsync();
        await caller.SendAsync("call.start", new { callee_id = person.Id });
        await caller.ExpectErrorAsync("user_offline", "call.start");
    }

    [Fact]
    public async Task Request_without_an_upgrade_and_without_a_token_gets_401()
    {
        using var response = await Handshake.GetAsync(fleet.CallerSide, "ws");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Listed_origins_and_clients_without_one_are_let_in_and_others_get_403()
    {
        await using var server = await GoringServer.StartAsync(
            ("ALLOWED_ORIGINS", "https://app.test, https://admin.test:8443"));
        var authorization = ("Authorization", $"Bearer {Tokens.For(Person.New("browser"))}");

        foreach (var origin in new[] { "https://app.test", "https://admin.test:8443", "HTTPS://APP.TEST" })
        {
            using var listed = await Handshake.UpgradeAsync(server, "", authorization, ("Origin", origin));
            listed.ShouldUpgrade();
        }

        using var none = await Handshake.UpgradeAsync(server, "", authorization);
        none.ShouldUpgrade();

        foreach (var origin in new[]
        {
            "https://evil.test", "http://app.test", "https://app.test:444", "https://app.test.evil.test", "null",
        })
        {
            using var other = await Handshake.UpgradeAsync(server, "", authorization, ("Origin", origin));
            await other.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Any_origin_is_let_in_where_none_is_listed()
    {
        using var response = await Handshake.UpgradeAsync(
            fleet.CallerSide,
            "",
            ("Authorization", $"Bearer {Tokens.For(Person.New("browser"))}"),
            ("Origin", "https://anywhere.test"));

        response.ShouldUpgrade();
    }
}
