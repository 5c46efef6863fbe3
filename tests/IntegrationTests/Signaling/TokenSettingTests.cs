using System.Net;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>What JWT_* variables change of the rules for tokens.</summary>
public sealed class TokenSettingTests
{
    [Fact]
    public async Task Token_without_exp_passes_where_expiration_is_not_required()
    {
        await using var server = await GoringServer.StartAsync(("JWT_REQUIRE_EXPIRATION", "false"));
        var claims = Tokens.ClaimsOf(Person.New("forever"));

        claims.Remove("exp");
        using var forever = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));
        forever.ShouldUpgrade();

        claims["exp"] = Tokens.In(TimeSpan.FromSeconds(-1));
        using var expired = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));
        await expired.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("iss", "JWT_ISSUER")]
    [InlineData("aud", "JWT_AUDIENCE")]
    public async Task Issuer_and_audience_are_checked_where_they_are_set(string claim, string variable)
    {
        await using var server = await GoringServer.StartAsync((variable, "https://right.test"));
        var claims = Tokens.ClaimsOf(Person.New("named"));

        using var missing = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));
        await missing.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        claims[claim] = "https://wrong.test";
        using var wrong = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));
        await wrong.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        claims[claim] = "https://right.test";
        using var right = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));
        right.ShouldUpgrade();
    }

    [Fact]
    public async Task Audience_may_be_one_of_a_list()
    {
        await using var server = await GoringServer.StartAsync(("JWT_AUDIENCE", "calls"));
        var claims = Tokens.ClaimsOf(Person.New("listed"));
        claims["aud"] = new JsonArray("chat", "calls");

        using var response = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));

        response.ShouldUpgrade();
    }

    [Fact]
    public async Task Issuer_and_audience_are_not_checked_where_they_are_not_set()
    {
        await using var server = await GoringServer.StartAsync();
        var claims = Tokens.ClaimsOf(Person.New("any"));
        claims["iss"] = "whoever";
        claims["aud"] = "whatever";

        using var response = await Handshake.UpgradeWithAsync(server, Tokens.Sign(claims));

        response.ShouldUpgrade();
    }

    [Fact]
    public async Task Development_token_endpoint_issues_a_token_in_Development_alone()
    {
        await using var development = await GoringServer.StartAsync("Development");
        await using var production = await GoringServer.StartAsync();

        using var issued = await Handshake.GetAsync(development, "dev/token?user=user-1&name=First");
        issued.StatusCode.Should().Be(HttpStatusCode.OK);
        var token = await issued.Content.ReadAsStringAsync();
        using var socket = await Handshake.UpgradeWithAsync(development, token);
        socket.ShouldUpgrade();

        using var nobody = await Handshake.GetAsync(development, "dev/token");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.BadRequest);
        using var closed = await Handshake.GetAsync(production, "dev/token?user=user-1");
        closed.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
