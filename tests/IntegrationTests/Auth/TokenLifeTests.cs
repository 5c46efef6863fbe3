using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>A socket ends with its token, unless its client brings another in time.</summary>
public sealed class TokenLifeTests(TokenLifeTests.GraceFleet fleet) : IClassFixture<TokenLifeTests.GraceFleet>
{
    private static readonly (int, string) Expired = (4401, "token expired");

    [Theory]
    [InlineData("ws")]
    [InlineData("connect")]
    public async Task Socket_is_closed_with_4401_when_its_token_expires(string path)
    {
        var token = Brief(Person.New("brief"), seconds: 2);
        await using var client = await OpenAsync(path, Person.New("brief"), token);

        (await client.Closed).Should().Be(Expired);
        TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().Should().BeGreaterThanOrEqualTo(ExpiryOf(token));
    }

    [Theory]
    [InlineData("ws", "session.ready")]
    [InlineData("connect", "notify-client-id")]
    public async Task V1_client_is_warned_before_it_is_closed(string path, string first)
    {
        var person = Person.New("warned");
        await using var client = await OpenAsync(path, person, Brief(person, seconds: 4), Party.V1);
        await client.NextAsync(first);

        var warning = await client.NextAsync("session.closing");

        client.IsClosed.Should().BeFalse();
        warning.Select(field => field.Key).Should().BeEquivalentTo(["reason", "retry_after_ms", "closes_in_ms"]);
        ((string?)warning["reason"]).Should().Be("token_expiring");
        ((int)warning["retry_after_ms"]!).Should().BeInRange(0, 1000);
        ((int)warning["closes_in_ms"]!).Should().BeInRange(1, 4000);
        (await client.Closed).Should().Be(Expired);
    }

    [Theory]
    [InlineData("ws", "session.ready")]
    [InlineData("connect", "notify-client-id")]
    public async Task Fresh_token_keeps_the_socket_open(string path, string first)
    {
        var person = Person.New("fresh");
        await using var other = await OpenAsync("ws", Person.New("other"), Brief(person, seconds: 5));
        await using var client = await OpenAsync(path, person, Brief(person, seconds: 3), Party.V1);
        await client.NextAsync(first);

        await RefreshAsync(client, Tokens.For(person));

        // Its token is over later than the first one of ours.
        (await other.Closed).Should().Be(Expired);
        client.IsClosed.Should().BeFalse();
        await client.SendRawAsync("""{"type":"ping","id":"p"}""");
        (await client.NextAsync()).Should().Contain("pong");
    }

    [Fact]
    public async Task Token_that_is_not_accepted_changes_nothing_and_the_socket_ends_with_its_own()
    {
        var person = Person.New("stubborn");
        await using var client = await OpenAsync("ws", person, Brief(person, seconds: 5), Party.V1);
        await client.NextAsync("session.ready");
        string[] bad =
        [
            Tokens.For(Person.New("another")),
            Tokens.Sign(Tokens.ClaimsOf(person), "HS256", "another-secret-of-some-length"),
            Tokens.Sign(Tokens.ClaimsOf(person), "none"),
            Brief(person, seconds: -1),
            "nonsense",
        ];

        foreach (var token in bad)
        {
            var reply = await AskAsync(client, token);
            ((string?)reply["type"]).Should().Be("error");
            ((string?)reply["payload"]!["code"]).Should().Be("unauthorized");
            reply.ToJsonString().Should().NotContain(token);
        }

        (await client.Closed).Should().Be(Expired);
    }

    [Fact]
    public async Task Call_goes_on_when_a_party_whose_token_expired_is_back()
    {
        var person = Person.New("callee");
        await using var caller = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, Person.New("caller"));
        await using var brief = await OpenAsync("ws", person, Brief(person, seconds: 3));
        var ringing = await caller.AskAsync("call.start", new { callee_id = person.Id }, "call.ringing");
        var session = (string)ringing["session_id"]!;
        await brief.NextAsync("call.ring");
        await brief.SendAsync("call.accept", new { session_id = session });
        await caller.EventAsync("call.accepted");

        (await brief.Closed).Should().Be(Expired);

        var back = await Party.ConnectAsync(fleet.CalleeSide.WebSocketUrl, person, speaksV1: false);
        await using var call = new PartyCall(caller, back, session);
        await call.ExpectAliveAsync();
    }

    private Task<TestClient> OpenAsync(string path, Person person, string token, params string[] subprotocols) =>
        TestClient.ConnectAsync(
            new UriBuilder(fleet.CallerSide.WebSocketUrl) { Path = path }.Uri,
            person,
            TokenPlace.Header,
            token,
            subprotocols);

    private static async Task RefreshAsync(TestClient client, string token)
    {
        var reply = await AskAsync(client, token);
        ((string?)reply["type"]).Should().Be("ack", "of {0}", reply);
    }

    /// <summary>The reply, whatever warning comes before it.</summary>
    private static async Task<JsonObject> AskAsync(TestClient client, string token)
    {
        await client.SendRawAsync(
            new JsonObject
            {
                ["type"] = "auth.refresh",
                ["id"] = "r",
                ["payload"] = new JsonObject { ["token"] = token },
            }.ToJsonString());
        while (true)
        {
            var frame = JsonNode.Parse(await client.NextAsync())!.AsObject();
            if ((string?)frame["type"] != "session.closing")
            {
                return frame;
            }
        }
    }

    private static string Brief(Person person, int seconds)
    {
        var claims = Tokens.ClaimsOf(person);
        claims["exp"] = Tokens.In(TimeSpan.FromSeconds(seconds));
        return Tokens.Sign(claims);
    }

    private static long ExpiryOf(string token) =>
        (long)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))!["exp"]!;

    /// <summary>Two servers on one Redis that wait for who is away.</summary>
    public sealed class GraceFleet : RedisPairFleet
    {
        protected override (string Name, string? Value)[] Settings => [("RECONNECT_GRACE_SECONDS", "10")];
    }
}
