using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>What a client may not send too much of.</summary>
public sealed class LimitTests(EmbeddedFleet fleet) : IClassFixture<EmbeddedFleet>
{
    [Fact]
    public async Task Flood_of_bad_frames_closes_with_1008_and_frees_the_user()
    {
        await using var client = await fleet.CallerAsync();

        await FloodAsync(client, "{}", 2000);

        (await client.Closed).Code.Should().Be(1008);
        await using var again = await fleet.CallerAsync(client.Person);
        await again.ExpectNothingAsync();
    }

    [Fact]
    public async Task Fifty_mistakes_are_forgiven()
    {
        await using var client = await fleet.CallerAsync();

        for (var i = 0; i < 50; i++)
        {
            await client.SendRawAsync("{}");
            await client.ExpectErrorAsync("invalid_message");
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Too_many_messages_get_rate_limited_and_then_1008()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_MESSAGES_PER_SECOND", "10"));
        await using var client = await TestClient.ConnectAsync(server, Person.New("fast"));

        await FloodAsync(client, """{"type":"call.check","payload":{"session_id":"x"}}""", 2000);

        (await client.Closed).Code.Should().Be(1008);
        var results = 0;
        JsonNode frame;
        while ((string?)(frame = JsonNode.Parse(await client.NextAsync())!)["type"] == "call.check_result")
        {
            results++;
        }

        results.Should().BeInRange(50, 100, "a burst is five times the limit");
        ((string?)frame["payload"]!["code"]).Should().Be("rate_limited");
    }

    [Fact]
    public async Task Burst_of_five_times_the_limit_passes()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_MESSAGES_PER_SECOND", "10"));
        await using var client = await TestClient.ConnectAsync(server, Person.New("bursting"));

        for (var i = 0; i < 50; i++)
        {
            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Call_over_the_quota_gets_rate_limited_for_that_user_alone()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_CALLS_PER_MINUTE", "3"));
        await using var caller = await TestClient.ConnectAsync(server, Person.New("caller"));
        await using var callee = await TestClient.ConnectAsync(server, Person.New("callee"));
        for (var i = 0; i < 3; i++)
        {
            await (await Call.StartAsync(caller, callee)).EndAsync(caller);
        }

        await caller.SendAsync("call.start", new { callee_id = callee.Id });

        await caller.ExpectErrorAsync("rate_limited", "call.start");
        await callee.ExpectNothingAsync();
        await Call.StartAsync(callee, caller);
    }

    [Fact]
    public async Task Quota_is_not_renewed_by_connecting_again()
    {
        await using var server = await GoringServer.StartAsync(("RATE_LIMIT_CALLS_PER_MINUTE", "1"));
        await using var caller = await TestClient.ConnectAsync(server, Person.New("caller"));
        await using var callee = await TestClient.ConnectAsync(server, Person.New("callee"));
        await (await Call.StartAsync(caller, callee)).EndAsync(caller);
        await using var again = await TestClient.ConnectAsync(server, caller.Person);

        await again.SendAsync("call.start", new { callee_id = callee.Id });

        await again.ExpectErrorAsync("rate_limited", "call.start");
    }

    [Fact]
    public async Task Client_that_does_not_read_is_cut_off_and_the_sender_is_not_held_up()
    {
        await using var caller = await fleet.CallerAsync();
        await using var slow = await RawClient.ConnectAsync(fleet.CalleeSide, Person.New("slow"));
        await caller.SendAsync("call.start", new { callee_id = slow.Person.Id });
        var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
        await slow.SendAsync("call.accept", session);
        await caller.NextAsync("call.accepted");
        var sdp = new string('s', 400 * 1024);

        // Socket buffers take a few; the queue takes 1 MiB; then the receiver is given up, and the sender is told.
        for (var i = 0; i < 60 && !caller.HasFrames; i++)
        {
            await caller.SendAsync("webrtc.offer", new { session_id = session, sdp });
        }

        var first = JsonNode.Parse(await caller.NextAsync())!;
        ((string?)first["type"]).Should().Be("call.ended");
        ((string?)first["payload"]!["reason"]).Should().Be("peer_disconnected");
    }

    /// <summary>Sends until the server has closed, or that many.</summary>
    private static async Task FloodAsync(TestClient client, string frame, int most)
    {
        try
        {
            for (var i = 0; i < most && !client.IsClosed; i++)
            {
                await client.SendRawAsync(frame);
            }
        }
        catch (Exception error) when (error is System.Net.WebSockets.WebSocketException or IOException)
        {
            // Closed while we were sending.
        }
    }
}
