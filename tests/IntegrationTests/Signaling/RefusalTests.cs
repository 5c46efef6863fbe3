using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>The rows of docs/protocol.md, part 2, that are refused: which code, to whom, and that nothing else happens.</summary>
public abstract class RefusalTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task Start_to_nobody_gets_user_offline()
    {
        await using var caller = await fleet.CallerAsync();

        await caller.SendAsync("call.start", new { callee_id = Person.New("nobody").Id });

        await caller.ExpectErrorAsync("user_offline", "call.start");
    }

    [Fact]
    public async Task Start_to_one_who_left_gets_user_offline()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();
        await callee.LeaveAsync();

        await caller.SendAsync("call.start", new { callee_id = callee.Id });

        await caller.ExpectErrorAsync("user_offline", "call.start");
    }

    [Fact]
    public async Task Start_to_oneself_gets_invalid_message()
    {
        await using var caller = await fleet.CallerAsync();

        await caller.SendAsync("call.start", new { callee_id = caller.Id });

        await caller.ExpectErrorAsync("invalid_message", "call.start");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_by_or_to_one_in_a_call_gets_user_busy(bool accepted)
    {
        await using var call = accepted ? await fleet.AcceptedAsync() : await fleet.RingingAsync();
        await using var third = await fleet.CallerAsync("third");

        foreach (var busy in new[] { call.Caller, call.Callee })
        {
            await third.SendAsync("call.start", new { callee_id = busy.Id });
            await third.ExpectErrorAsync("user_busy", "call.start");
            await busy.SendAsync("call.start", new { callee_id = third.Id });
            await busy.ExpectErrorAsync("user_busy", "call.start");
        }

        await third.ExpectNothingAsync();
        await call.EndAsync(call.Caller);
    }

    [Fact]
    public async Task Busy_is_said_before_offline()
    {
        await using var call = await fleet.RingingAsync();

        await call.Caller.SendAsync("call.start", new { callee_id = Person.New("nobody").Id });

        await call.Caller.ExpectErrorAsync("user_busy", "call.start");
    }

    [Fact]
    public async Task Second_accept_gets_invalid_state()
    {
        await using var call = await fleet.AcceptedAsync();

        await call.SendAsync(call.Callee, "call.accept");

        await call.Callee.ExpectErrorAsync("invalid_state", "call.accept", call.Session);
        await call.Caller.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reject_after_accept_gets_invalid_state()
    {
        await using var call = await fleet.AcceptedAsync();

        await call.SendAsync(call.Callee, "call.reject");

        await call.Callee.ExpectErrorAsync("invalid_state", "call.reject", call.Session);
        await call.EndAsync(call.Caller);
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    public async Task Callers_own_answer_gets_unauthorized(string type)
    {
        await using var call = await fleet.RingingAsync();

        await call.SendAsync(call.Caller, type);

        await call.Caller.ExpectErrorAsync("unauthorized", type, call.Session);
        await call.AcceptAsync();
    }

    [Theory]
    [MemberData(nameof(SessionTypes.All), MemberType = typeof(SessionTypes))]
    public async Task Strangers_step_gets_unauthorized_whatever_the_state(string type)
    {
        await using var call = await fleet.RingingAsync();
        await using var stranger = await fleet.CalleeAsync("stranger");

        await stranger.SendAsync(type, new { session_id = call.Session, sdp = "s", candidate = "c" });
        await stranger.ExpectErrorAsync("unauthorized", type, call.Session);
        await call.AcceptAsync();
        await stranger.SendAsync(type, new { session_id = call.Session, sdp = "s", candidate = "c" });
        await stranger.ExpectErrorAsync("unauthorized", type, call.Session);

        await call.EndAsync(call.Callee);
    }

    [Theory]
    [MemberData(nameof(SessionTypes.Relays), MemberType = typeof(SessionTypes))]
    public async Task Relay_before_accept_gets_invalid_state(string type)
    {
        await using var call = await fleet.RingingAsync();

        foreach (var client in new[] { call.Caller, call.Callee })
        {
            await client.SendAsync(type, new { session_id = call.Session, sdp = "s", candidate = "c" });
            await client.ExpectErrorAsync("invalid_state", type, call.Session);
        }

        await call.AcceptAsync();
    }

    [Theory]
    [MemberData(nameof(SessionTypes.All), MemberType = typeof(SessionTypes))]
    public async Task Step_of_a_call_that_is_over_or_never_was_gets_session_not_found(string type)
    {
        await using var call = await fleet.AcceptedAsync();
        await call.EndAsync(call.Caller);

        foreach (var session in new[] { call.Session, Guid.NewGuid().ToString() })
        {
            await call.Callee.SendAsync(type, new { session_id = session, sdp = "s", candidate = "c" });
            if (type == "call.check")
            {
                await call.Callee.ExpectAsync(
                    "call.check_result", new() { ["session_id"] = session, ["exists"] = false });
            }
            else
            {
                await call.Callee.ExpectErrorAsync("session_not_found", type, session);
            }
        }
    }
}

/// <summary>The types that speak of a session.</summary>
public static class SessionTypes
{
    public static TheoryData<string> Relays => ["webrtc.offer", "webrtc.answer", "webrtc.ice"];

    public static TheoryData<string> All =>
        ["call.accept", "call.reject", "call.end", "call.check", "webrtc.offer", "webrtc.answer", "webrtc.ice"];
}

public sealed class EmbeddedRefusalTests(EmbeddedFleet fleet) : RefusalTests<EmbeddedFleet>(fleet);

public sealed class RedisRefusalTests(RedisFleet fleet) : RefusalTests<RedisFleet>(fleet);

public sealed class RedisPairRefusalTests(RedisPairFleet fleet) : RefusalTests<RedisPairFleet>(fleet);
