using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>Goring beside a server of an older fleet on one Redis.</summary>
public sealed class OlderServerTests(RedisFleet fleet) : IClassFixture<RedisFleet>, IAsyncLifetime
{
    private OlderServer _older = null!;

    public async Task InitializeAsync() => _older = await OlderServer.StartAsync(fleet.Redis!);

    public async Task DisposeAsync() => await _older.DisposeAsync();

    [Fact]
    public async Task Its_user_is_rung_and_sent_to_over_the_channel()
    {
        var callee = Person.New("older").Id;
        var socket = await _older.HoldAsync(callee);
        await using var caller = await fleet.CallerAsync();

        await caller.SendAsync("call.start", new { callee_id = callee });
        var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
        Same(await socket.NextAsync(), "call.ring", Call.RingOf(session, caller));

        // The older server accepts in its own way: the state, then the frame to the caller's channel, byte for byte.
        await _older.Database.HashSetAsync($"call:session:{session}", "state", "accepted");
        var accepted = $$$"""{"payload": {"session_id":"{{{session}}}","callee_info":{"user_id":"{{{callee}}}"}},  "type":"call.accepted"}""";
        await _older.PublishAsync(caller.Id, accepted);
        (await caller.NextAsync()).Should().Be(accepted);

        var offer = $$$"""{"type":"webrtc.offer","payload":{ "session_id":"{{{session}}}", "sdp":"v=0\r\n\u00e9" , "x":1.50}}""";
        await caller.SendRawAsync(offer);
        (await socket.NextAsync()).Should().Be(offer);
        await caller.SendAsync("call.end", new { session_id = session });
        Same(await socket.NextAsync(), "call.ended", new()
        {
            ["session_id"] = session,
            ["reason"] = "ended_by_user",
            ["peer_info"] = caller.Person.Info(),
        });
        _older.KeysOf(session).Should().BeEmpty();
    }

    [Fact]
    public async Task Call_of_its_making_can_be_answered_here()
    {
        var caller = Person.New("older").Id;
        var socket = await _older.HoldAsync(caller);
        await using var callee = await fleet.CalleeAsync();
        var session = Guid.NewGuid().ToString();
        await _older.Database.HashSetAsync($"call:session:{session}",
        [
            new("caller_id", caller), new("callee_id", callee.Id), new("state", "ringing"),
            new("created_at", DateTimeOffset.UtcNow.ToUnixTimeSeconds()), new("device_token", ""), new("device_os", ""),
        ]);
        foreach (var user in new[] { caller, callee.Id })
        {
            await _older.Database.StringSetAsync($"call:user:{user}", session, TimeSpan.FromSeconds(120));
        }

        var ring = $$$"""{"type":"call.ring","payload":{"session_id":"{{{session}}}","caller_id":"{{{caller}}}"}}""";
        await _older.PublishAsync(callee.Id, ring);
        (await callee.NextAsync()).Should().Be(ring);
        await callee.SendAsync("call.start", new { callee_id = caller });
        await callee.ExpectErrorAsync("user_busy", "call.start");
        await callee.SendAsync("call.accept", new { session_id = session });

        Same(await socket.NextAsync(), "call.accepted", new()
        {
            ["session_id"] = session,
            ["callee_info"] = callee.Person.Info(),
        });
        await callee.SendAsync("call.check", new { session_id = session });
        await callee.ExpectAsync("call.check_result", new()
        {
            ["session_id"] = session,
            ["exists"] = true,
            ["state"] = "accepted",
            ["caller_id"] = caller,
        });
    }

    [Theory]
    [InlineData("""{"type":"anything","payload":{"of":["theirs",1.0]}}""")]
    [InlineData(" { \"payload\" : null , \"type\":\"call.ended\" } ")]
    [InlineData("not even json é😀")]
    [InlineData("""{"type":"note","payload":{"text":"internal.disconnect"}}""")]
    public async Task Frame_of_its_publishing_reaches_the_socket_byte_for_byte(string frame)
    {
        await using var client = await fleet.CallerAsync();

        await _older.PublishAsync(client.Id, frame);

        (await client.NextAsync()).Should().Be(frame);
    }

    [Theory]
    [InlineData(OlderServer.TakeOver)]
    [InlineData("""{"payload": {"reason": "new_connection"}, "type": "internal.disconnect"}""")]
    public async Task Its_take_over_closes_the_socket_with_4001(string frame)
    {
        await using var client = await fleet.CallerAsync();
        await _older.HoldAsync(client.Id);

        await _older.PublishAsync(client.Id, frame);

        (await client.Closed).Should().Be((4001, "replaced"));

        // The slot is the older server's by now, and closing left it to it.
        await using var caller = await fleet.CallerAsync();
        await caller.ExpectNothingAsync();
        ((string?)await _older.Database.StringGetAsync($"ws:user:{client.Id}")).Should().Be(OlderServer.ServerId);
    }

    [Fact]
    public async Task Its_user_who_comes_here_is_taken_over_with_the_exact_bytes()
    {
        var person = Person.New("coming");
        var socket = await _older.HoldAsync(person.Id);

        await using var client = await fleet.CallerAsync(person);

        (await socket.NextAsync()).Should().Be(OlderServer.TakeOver);
        ((string?)await _older.Database.StringGetAsync($"ws:user:{person.Id}")).Should().Be(fleet.CallerSide.ServerId);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Slot_it_has_taken_without_a_word_closes_the_socket_at_the_next_refresh()
    {
        await using var client = await fleet.CallerAsync();
        await _older.HoldAsync(client.Id);

        // A refresh comes every 10 s.
        await Eventually.HoldsAsync(() => client.IsClosed, "the socket is closed", seconds: 15);

        (await client.Closed).Should().Be((4001, "replaced"));
        ((string?)await _older.Database.StringGetAsync($"ws:user:{client.Id}")).Should().Be(OlderServer.ServerId);
    }

    [Fact]
    public async Task Slot_that_Redis_lost_is_taken_again_at_the_next_refresh()
    {
        await using var client = await fleet.CallerAsync();
        await _older.Database.KeyDeleteAsync($"ws:user:{client.Id}");

        await Eventually.HoldsAsync(
            async () => (string?)await _older.Database.StringGetAsync($"ws:user:{client.Id}") == fleet.CallerSide.ServerId,
            "the slot is ours",
            seconds: 15);
        await using var caller = await fleet.CallerAsync();
        await Call.StartAsync(caller, client);
    }

    private static void Same(string frame, string type, JsonObject payload)
    {
        var expected = new JsonObject { ["type"] = type, ["payload"] = payload };
        JsonNode.DeepEquals(JsonNode.Parse(frame), expected).Should().BeTrue("wanted {0}, got {1}", expected, frame);
    }
}
