using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>A server is killed and does not come back; its users' peers are on another.</summary>
[Trait("Category", "Slow")]
public sealed class KilledServerTests
{
    [Fact]
    public async Task Peer_of_one_whose_server_was_killed_hears_when_the_slot_has_run_out()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var killed = await GoringProcess.StartReadyAsync(("REDIS_ADDR", redis.Address));
        await using var other = await GoringProcess.StartReadyAsync(("REDIS_ADDR", redis.Address));
        await using var caller = await TestClient.ConnectAsync(killed.WebSocketUrl, Person.New("caller"), TokenPlace.Header);
        await using var callee = await TestClient.ConnectAsync(other.WebSocketUrl, Person.New("callee"), TokenPlace.Header);
        await using var call = await Call.StartAsync(caller, callee);
        await call.AcceptAsync();

        killed.Send(Signal.Kill);

        // The slot lives 30 s after its last refresh.
        var ended = await callee.NextAsync("call.ended", TimeSpan.FromSeconds(60));
        ended.ToJsonString().Should().Be(call.Ended("peer_disconnected").ToJsonString());
    }
}
