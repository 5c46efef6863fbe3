using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>
/// Many calls at once over two instances: what arrives while the one thread that hears of sockets has others' messages in hand is
/// heard of after it was read (docs/decisions/0097), which must neither end a connection nor keep that thread.
/// </summary>
public sealed class BusyFleetTests
{
    private const int Pairs = 40;
    private const int Calls = 40;
    private const int Candidates = 6;

    [Fact]
    public async Task All_of_them_go_on()
    {
        await using var redis = await RedisServer.StartAsync();
        (string, string?)[] settings = [("REDIS_ADDR", redis.Address), ("RATE_LIMIT_MESSAGES_PER_SECOND", "0"), ("RATE_LIMIT_CALLS_PER_MINUTE", "0")];
        await using var one = await GoringProcess.StartReadyAsync(settings);
        await using var other = await GoringProcess.StartReadyAsync(settings);

        await Task.WhenAll(Enumerable.Range(0, Pairs).Select(_ => CallAsync(one, other))).WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static async Task CallAsync(GoringProcess one, GoringProcess other)
    {
        var called = Person.New("called");
        await using var caller = await TestClient.ConnectAsync(one.WebSocketUrl, Person.New("caller"), TokenPlace.Header);
        await using var callee = await TestClient.ConnectAsync(other.WebSocketUrl, called, TokenPlace.Header);
        for (var call = 0; call < Calls; call++)
        {
            await caller.SendAsync("call.start", new { callee_id = called.Id });
            var session = (string)JsonNode.Parse(await callee.NextAsync())!["payload"]!["session_id"]!;
            (await caller.NextAsync()).Should().Contain("call.ringing");
            await callee.SendAsync("call.accept", new { session_id = session });
            (await caller.NextAsync()).Should().Contain("call.accepted");
            await Task.WhenAll(RelayAsync(caller, session), RelayAsync(callee, session));
            await caller.SendAsync("call.end", new { session_id = session });
            (await callee.NextAsync()).Should().Contain("call.ended");
        }
    }

    private static async Task RelayAsync(TestClient client, string session)
    {
        for (var i = 0; i < Candidates; i++)
        {
            await client.SendAsync("webrtc.ice", new { session_id = session, candidate = "candidate" });
        }

        for (var i = 0; i < Candidates; i++)
        {
            (await client.NextAsync()).Should().Contain("webrtc.ice");
        }
    }
}
