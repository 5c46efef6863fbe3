using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>A slot that names this server, though an earlier process of its name died with the socket.</summary>
public sealed class AbandonedSlotTests(RedisFleet fleet) : IClassFixture<RedisFleet>
{
    [Fact]
    public async Task Caller_of_one_whose_socket_died_with_an_earlier_process_hears_and_can_call_on()
    {
        var gone = Person.New("gone");
        await using var redis = await OlderServer.StartAsync(fleet.Redis!);
        await redis.Database.StringSetAsync($"ws:user:{gone.Id}", fleet.CallerSide.ServerId, TimeSpan.FromSeconds(30));
        await LeaveConnectionAsync(redis, gone);
        await using var caller = await fleet.CallerAsync();
        await using var other = await fleet.CalleeAsync();

        await caller.SendAsync("call.start", new { callee_id = gone.Id });

        var session = (string?)(await caller.NextAsync("call.ringing"))["session_id"];
        await caller.ExpectAsync(
            "call.ended", new() { ["session_id"] = session, ["reason"] = "peer_disconnected" });
        await Call.StartAsync(caller, other);
        redis.KeysOf(gone.Id).Should().BeEmpty();
    }

    [Fact]
    public async Task Owner_of_such_a_slot_who_returns_is_reachable()
    {
        var back = Person.New("back");
        await using var redis = await OlderServer.StartAsync(fleet.Redis!);
        await redis.Database.StringSetAsync($"ws:user:{back.Id}", fleet.CallerSide.ServerId, TimeSpan.FromSeconds(30));
        await LeaveConnectionAsync(redis, back);

        await using var callee = await fleet.CalleeAsync(back);

        await using var caller = await fleet.CallerAsync();
        await Call.StartAsync(caller, callee);
    }

    [Fact]
    public async Task One_whose_slot_an_older_server_of_our_name_left_is_offline()
    {
        var gone = Person.New("gone");
        await using var redis = await OlderServer.StartAsync(fleet.Redis!);
        await redis.Database.StringSetAsync($"ws:user:{gone.Id}", fleet.CallerSide.ServerId, TimeSpan.FromSeconds(30));
        await using var caller = await fleet.CallerAsync();

        await caller.SendAsync("call.start", new { callee_id = gone.Id });

        await caller.ExpectErrorAsync("user_offline", "call.start");
    }

    private Task<bool> LeaveConnectionAsync(OlderServer redis, Person user) => redis.Database.StringSetAsync(
        $"ws:conn:{user.Id}", $"b-{Guid.NewGuid():N}@{fleet.CallerSide.ServerId}", TimeSpan.FromSeconds(30));
}
