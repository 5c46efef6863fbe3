using System.Net;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>Which tokens open a socket, and that every other is HTTP 401 (docs/protocol.md, part 1).</summary>
public sealed class TokenTests(EmbeddedFleet fleet) : IClassFixture<EmbeddedFleet>
{
    private static readonly Person Somebody = Person.New("token");

    // Made when the test asks, not when it is listed: a minute may lie between the two.
    private static readonly Dictionary<string, Func<string>> Bad = new()
    {
        ["no dots"] = () => "not-a-token",
        ["two parts"] = () => "e30.e30",
        ["four parts"] = () => Tokens.For(Somebody) + ".e30",
        ["not base64"] = () => "%%%.%%%.%%%",
        ["payload no object"] = () => Tokens.Sign("""{"alg":"HS256"}""", "[]"),
        ["payload no JSON"] = () => Tokens.Sign("""{"alg":"HS256"}""", "{"),
        ["alg none, no signature"] = () => Tokens.Sign(Tokens.ClaimsOf(Somebody), "none"),
        ["alg None"] = () => Tokens.Sign(Tokens.ClaimsOf(Somebody), "None"),
        ["alg none, a signature"] = () => Tokens.Sign("""{"alg":"none"}""", Tokens.ClaimsOf(Somebody).ToJsonString()),
        ["no alg"] = () => Tokens.Sign("{}", Tokens.ClaimsOf(Somebody).ToJsonString()),
        ["alg RS256 signed by secret"] = () => Tokens.Sign("""{"alg":"RS256"}""", Tokens.ClaimsOf(Somebody).ToJsonString()),
        ["signature cut"] = () => Tokens.For(Somebody)[..^4],
        ["signature taken off"] = () => Tokens.For(Somebody)[..(Tokens.For(Somebody).LastIndexOf('.') + 1)],
        ["signed by another secret"] = () => Tokens.Sign(Tokens.ClaimsOf(Somebody), "HS256", "another-secret-of-some-length"),
        ["expired by a second"] = () => Changed("exp", Tokens.In(TimeSpan.FromSeconds(-1))),
        ["exp is text"] = () => Changed("exp", "tomorrow"),
        ["exp is huge"] = () => Tokens.Sign("""{"alg":"HS256"}""", """{"hash":"u","exp":1e300}"""),
        ["no exp"] = () => Without("exp"),
        ["not valid for a minute"] = () => Changed("nbf", Tokens.In(TimeSpan.FromMinutes(1))),
        ["no hash"] = () => Without("hash"),
        ["hash is a number"] = () => Changed("hash", 7),
        ["hash is a list"] = () => Changed("hash", new JsonArray("a", "b")),
        ["hash is an object"] = () => Changed("hash", new JsonObject { ["a"] = "b" }),
        ["hash is true"] = () => Changed("hash", true),
        ["hash is null"] = () => Changed("hash", null),
        ["hash is empty"] = () => Changed("hash", ""),
        ["hash is blank"] = () => Changed("hash", "   "),
        ["hash is too long"] = () => Changed("hash", new string('u', 257)),
    };

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    public static TheoryData<string, string> GoodTokens => new()
    {
        { "HS256", Tokens.For(Person.New("hs256")) },
        { "HS384", Tokens.Sign(Tokens.ClaimsOf(Person.New("hs384")), "HS384") },
        { "HS512", Tokens.Sign(Tokens.ClaimsOf(Person.New("hs512")), "HS512") },
        { "nbf and iat", Changed("nbf", Tokens.In(TimeSpan.FromSeconds(-1))) },
        { "other claims", Changed("is_admin", true) },
        { "claims of any kind", Changed("user_type", new JsonArray(1, new JsonObject { ["a"] = "b" })) },
        { "hash of 256", Changed("hash", Guid.NewGuid().ToString("N") + new string('u', 224)) },
        { "hash of one", Changed("hash", "u") },
        { "hash of another script", Changed("hash", "пользователь-😀") },
        { "typ left out", Tokens.Sign("""{"alg":"HS256"}""", Tokens.ClaimsOf(Person.New("typ")).ToJsonString()) },
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Bad_token_gets_401_in_every_place(string what)
    {
        var token = Bad[what]();
        using var header = await Handshake.UpgradeWithAsync(fleet.CallerSide, token);
        await header.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, Tokens.Secret, token);
        header.Headers.WwwAuthenticate.ToString().Should().StartWith("Bearer", what);

        using var query = await Handshake.UpgradeAsync(fleet.CallerSide, $"?token={Uri.EscapeDataString(token)}");
        await query.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, Tokens.Secret, token);

        using var subprotocol = await Handshake.UpgradeAsync(
            fleet.CallerSide, "", ("Sec-WebSocket-Protocol", $"goring, bearer.{token}"));
        await subprotocol.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, Tokens.Secret, token);
    }

    [Fact]
    public async Task Missing_token_gets_401()
    {
        foreach (var (name, value) in new[] { ("X-Other", "x"), ("Authorization", "Basic dXNlcjpwYXNz"), ("Authorization", "Bearer") })
        {
            using var response = await Handshake.UpgradeAsync(fleet.CallerSide, "", (name, value));
            await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [MemberData(nameof(GoodTokens))]
    public async Task Good_token_opens_a_socket(string what, string token)
    {
        using var response = await Handshake.UpgradeWithAsync(fleet.CallerSide, token);

        response.StatusCode.Should().Be(HttpStatusCode.SwitchingProtocols, what);
    }

    [Theory]
    [InlineData("first", "second", "third", "first")]
    [InlineData(null, "second", "third", "second")]
    [InlineData(null, null, "third", "third")]
    public async Task Header_comes_before_subprotocol_before_query(
        string? header, string? subprotocol, string? query, string expected)
    {
        var people = new[] { header, subprotocol, query }.OfType<string>()
            .ToDictionary(who => who, Person.New);
        List<(string, string)> headers = [];
        if (header is not null)
        {
            headers.Add(("Authorization", $"bearer {Tokens.For(people[header])}"));
        }

        if (subprotocol is not null)
        {
            headers.Add(("Sec-WebSocket-Protocol", $"goring, bearer.{Tokens.For(people[subprotocol])}"));
        }

        using var response = await Handshake.UpgradeAsync(
            fleet.CallerSide, $"?token={Tokens.For(people[query!])}", [.. headers]);

        response.ShouldUpgrade();
        await using var asker = await fleet.CallerAsync("asker");
        foreach (var (who, person) in people)
        {
            await asker.SendAsync("call.start", new { callee_id = person.Id });
            if (who == expected)
            {
                var session = (string?)(await asker.NextAsync("call.ringing"))["session_id"];
                await asker.SendAsync("call.end", new { session_id = session });
            }
            else
            {
                await asker.ExpectErrorAsync("user_offline", "call.start");
            }
        }
    }

    [Fact]
    public async Task Bad_token_in_the_first_place_is_not_mended_by_a_good_one_behind()
    {
        using var response = await Handshake.UpgradeAsync(
            fleet.CallerSide, $"?token={Tokens.For(Somebody)}", ("Authorization", "Bearer bad"));

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static string Changed(string claim, JsonNode? value)
    {
        var claims = Tokens.ClaimsOf(Person.New("changed"));
        claims[claim] = value;
        return Tokens.Sign(claims);
    }

    private static string Without(string claim)
    {
        var claims = Tokens.ClaimsOf(Person.New("without"));
        claims.Remove(claim);
        return Tokens.Sign(claims);
    }
}
