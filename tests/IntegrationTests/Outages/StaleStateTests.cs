using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Outages;

/// <summary>
/// Redis comes back with what it held some time ago: a snapshot, or a replica that had not received everything when
/// it was promoted.
/// </summary>
[Collection(Drills.Name)]
public sealed class StaleStateTests
{
    [Fact]
    public async Task Event_is_not_dropped_as_a_repeated_one_after_Redis_forgot_numbers()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await GoringServer.StartAsync(("REDIS_ADDR", redis.Address));
        await using var pair = new Pair(
            await Party.ConnectAsync(server, "caller", speaksV1: true),
            await Party.ConnectAsync(server, "callee", speaksV1: true));
        var session = await pair.CallAsync();
        (await redis.AskAsync("SAVE")).Should().Be("+OK\r\n");
        for (var i = 0; i < 5; i++)
        {
            await RelayAsync(pair, session, $"before {i}");
        }

        await redis.KillAsync();
        await redis.RestartAsync();
        await Eventually.HoldsAsync(
            async () => await redis.AskAsync($"HGET ws:resume:{pair.Callee.Id} seq") == "$1\r\n6\r\n",
            "Redis knows again how far the callee is");
        await RelayAsync(pair, session, "after");

        pair.Callee.Frames.Where(frame => frame.Seq > 0).Select(frame => frame.Seq).Should().Equal(1, 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public async Task Call_that_was_over_and_came_back_is_not_kept_alive()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var server = await GoringServer.StartAsync(
            ("REDIS_ADDR", redis.Address), ("RECONNECT_GRACE_SECONDS", "10"));
        await using var pair = new Pair(
            await Party.ConnectAsync(server, "caller", speaksV1: false),
            await Party.ConnectAsync(server, "callee", speaksV1: true));
        var session = await pair.CallAsync();
        (await redis.AskAsync("SAVE")).Should().Be("+OK\r\n");
        await pair.EndAsync(session);

        await redis.KillAsync();
        await redis.RestartAsync();

        // Instead of its 120 s; a refresh every 10 s would make them 120 again.
        (await redis.AskAsync($"EXPIRE call:session:{session} 12")).Should().Be(":1\r\n");
        await Eventually.HoldsAsync(
            async () => await pair.TryCallAsync() is not null, "both are free again", seconds: 20);
    }

    private static async Task RelayAsync(Pair pair, string session, string candidate)
    {
        (await pair.Caller.AskAsync("webrtc.ice", new { session_id = session, candidate })).Outcome.Should().Be("ack");
        await pair.Callee.AwaitAsync(frame => frame.Text("candidate") == candidate, candidate, seconds: 5);
    }
}
