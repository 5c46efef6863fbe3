using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Rooms;

namespace Goring.IntegrationTests.Auth;

/// <summary>That a socket ends with its token, and lives on with a fresh one (docs/protocol.md, parts 1 and 3).</summary>
public sealed class TokenExpiryTests : IAsyncLifetime
{
    private GoringServer _server = null!;

    public async Task InitializeAsync() =>
        _server = await GoringServer.StartAsync(("RECONNECT_GRACE_SECONDS", "10"), ("ROOMS_ANONYMOUS", "true"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("ws")]
    [InlineData("connect")]
    public async Task Socket_is_closed_with_4401_when_its_token_is_over(string path)
    {
        var person = Person.New("short");
        await using var socket = await TestClient.ConnectAsync(
            new Uri(_server.WebSocketUrl, path), person, TokenPlace.Header, Lives(person, seconds: 2));

        var (code, text) = await socket.Closed;

        code.Should().Be(4401);
        text.Should().Be("token expired");
    }

    [Fact]
    public async Task Client_without_a_token_of_its_own_stays()
    {
        var short_ = Person.New("short");
        await using var expiring = await TestClient.ConnectAsync(
            _server.WebSocketUrl, short_, TokenPlace.Header, Lives(short_, seconds: 1));
        await using var guest = await RoomGuest.ConnectAsync(_server);

        await expiring.Closed;

        await guest.ExpectNothingAsync();
    }

    [Fact]
    public async Task Client_of_v1_is_warned_before_and_one_of_the_base_protocol_is_not()
    {
        var (v1, basic) = (Person.New("v1"), Person.New("base"));
        await using var warned = await ConnectV1Async(v1, Lives(v1, seconds: 3));
        await using var silent = await TestClient.ConnectAsync(
            _server.WebSocketUrl, basic, TokenPlace.Header, Lives(basic, seconds: 3));

        var closing = await warned.NextAsync("session.closing");

        closing.Select(field => field.Key).Should().BeEquivalentTo(["reason", "retry_after_ms", "closes_in_ms"]);
        ((string?)closing["reason"]).Should().Be("token_expiring");
        ((int)closing["closes_in_ms"]!).Should().BeInRange(1, 3000);
        warned.IsClosed.Should().BeFalse();
        (await warned.Closed).Code.Should().Be(4401);
        (await silent.Closed).Code.Should().Be(4401);
        silent.HasFrames.Should().BeFalse();
    }

    [Fact]
    public async Task Fresh_token_keeps_the_socket_open_and_is_acknowledged()
    {
        var person = Person.New("fresh");
        await using var client = await ConnectV1Async(person, Lives(person, seconds: 3));
        await client.NextAsync("session.closing");

        await client.SendRawAsync(Refresh(Tokens.For(person), id: "r-1"));

        (await client.NextAsync()).Should().Be("""{"type":"ack","id":"r-1","payload":{}}""");
        await PassAsync(seconds: 4);
        client.IsClosed.Should().BeFalse();
        await client.SendRawAsync("""{"type":"ping"}""");
        (await client.NextAsync()).Should().Be("""{"type":"pong","payload":{}}""");
    }

    [Fact]
    public async Task Shorter_fresh_token_counts_too()
    {
        var person = Person.New("shorter");
        await using var client = await ConnectV1Async(person, Tokens.For(person));

        await client.SendRawAsync(Refresh(Lives(person, seconds: 2)));

        (await client.NextAsync("session.closing"))["reason"]!.ToString().Should().Be("token_expiring");
        (await client.Closed).Code.Should().Be(4401);
    }

    [Fact]
    public async Task Fresh_token_of_another_user_or_a_bad_one_is_refused_and_the_old_one_goes_on()
    {
        var person = Person.New("stubborn");
        await using var client = await ConnectV1Async(person, Lives(person, seconds: 4));
        foreach (var (token, code) in new[]
        {
            (Tokens.For(Person.New("other")), "unauthorized"),
            (Lives(person, seconds: -1), "unauthorized"),
            (Tokens.Sign(Tokens.ClaimsOf(person), "HS256", "another-secret-of-enough-bytes"), "unauthorized"),
            ("no token", "unauthorized"),
            ("", "invalid_message"),
            (new string('a', 20_000), "invalid_message"),
        })
        {
            await client.SendRawAsync(Refresh(token));
            var error = await NextErrorAsync(client);
            ((string?)error["code"]).Should().Be(code);
            ((string?)error["request_type"]).Should().Be("auth.refresh");
            error.ToJsonString().Should().NotContain(token.Length > 8 ? token : "eyJ");
        }

        (await client.Closed).Code.Should().Be(4401);
    }

    [Fact]
    public async Task Base_protocol_has_no_fresh_tokens()
    {
        await using var client = await TestClient.ConnectAsync(_server, Person.New("base"));

        await client.SendRawAsync(Refresh(Tokens.For(client.Person)));

        await client.ExpectErrorAsync("invalid_message");
    }

    [Fact]
    public async Task Client_of_rooms_renews_its_token_too_and_a_guest_cannot_become_somebody()
    {
        var person = Person.New("member");
        await using var member = await TestClient.ConnectAsync(
            new Uri(_server.WebSocketUrl, "connect"), person, TokenPlace.Header, Lives(person, seconds: 6), Party.V1);
        await using var guest = await TestClient.ConnectAsync(
            new Uri(_server.WebSocketUrl, "connect"), person, TokenPlace.None, null, Party.V1);
        await member.NextAsync("notify-client-id");
        await guest.NextAsync("notify-client-id");

        await member.SendRawAsync(Refresh(Tokens.For(person), id: "m"));
        await guest.SendRawAsync(Refresh(Tokens.For(person), id: "g"));

        (await member.NextAsync()).Should().Be("""{"type":"ack","id":"m","payload":{}}""");
        (await guest.NextAsync()).Should().Contain("\"unauthorized\"");
        await PassAsync(seconds: 7);
        member.IsClosed.Should().BeFalse();
    }

    [Fact]
    public async Task Call_of_one_whose_token_is_over_goes_on_over_their_next_socket()
    {
        var person = Person.New("caller");
        await using var callee = await Party.ConnectAsync(_server.WebSocketUrl, Person.New("callee"));
        var socket = await TestClient.ConnectAsync(
            _server.WebSocketUrl, person, TokenPlace.Header, Lives(person, seconds: 2));
        await socket.SendAsync("call.start", new { callee_id = callee.Id });
        var session = (string)(await socket.NextAsync("call.ringing"))["session_id"]!;
        await callee.EventAsync("call.ring");

        (await socket.Closed).Code.Should().Be(4401);
        await using var back = await TestClient.ConnectAsync(_server, person);

        await callee.Socket.SendAsync("call.accept", new { session_id = session });
        ((string?)(await back.NextAsync("call.accepted"))["session_id"]).Should().Be(session);
        await socket.DisposeAsync();
    }

    private static string Lives(Person person, int seconds)
    {
        var claims = Tokens.ClaimsOf(person);
        claims["exp"] = (TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeMilliseconds() + 500) / 1000.0;
        return Tokens.Sign(claims);
    }

    private static string Refresh(string token, string? id = null) => JsonSerializer.Serialize(
        id is null ? new { type = "auth.refresh", payload = new { token } } : (object)new { type = "auth.refresh", id, payload = new { token } });

    private async Task<TestClient> ConnectV1Async(Person person, string token)
    {
        var client = await TestClient.ConnectAsync(
            _server.WebSocketUrl, person, TokenPlace.Header, token, Party.V1);
        await client.NextAsync("session.ready");
        return client;
    }

    /// <summary>The next error; a warning that the token is soon over may stand before it.</summary>
    private static async Task<JsonObject> NextErrorAsync(TestClient client)
    {
        while (true)
        {
            var frame = JsonNode.Parse(await client.NextAsync())!.AsObject();
            if ((string?)frame["type"] == "error")
            {
                return frame["payload"]!.AsObject();
            }

            ((string?)frame["type"]).Should().Be("session.closing");
        }
    }

    /// <summary>A socket with a token that ends only then is closed: time has passed, by the server's own reckoning.</summary>
    private async Task PassAsync(int seconds)
    {
        var witness = Person.New("witness");
        await using var socket = await TestClient.ConnectAsync(
            _server.WebSocketUrl, witness, TokenPlace.Header, Lives(witness, seconds));
        await socket.Closed;
    }
}
