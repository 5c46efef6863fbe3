using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>The rows of docs/protocol.md, part 2, that are done: who is told what, compared whole.</summary>
public abstract class CallTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task Start_rings_the_callee_and_tells_the_caller()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();

        await caller.SendAsync("call.start", new { callee_id = callee.Id });

        var ringing = await caller.NextAsync("call.ringing");
        var session = (string)ringing["session_id"]!;
        JsonNode.DeepEquals(ringing, new JsonObject { ["session_id"] = session, ["callee_id"] = callee.Id })
            .Should().BeTrue("of {0}", ringing);
        Guid.Parse(session).Version.Should().BeOneOf(4, 7);
        Guid.Parse(session).Variant.Should().BeInRange(8, 11);
        await callee.ExpectAsync("call.ring", Call.RingOf(session, caller));
    }

    [Fact]
    public async Task Empty_profile_fields_are_left_out()
    {
        await using var caller = await fleet.CallerAsync(new Person($"plain-{Guid.NewGuid():N}", "", null, ""));
        await using var callee = await fleet.CalleeAsync();

        await caller.SendAsync("call.start", new { callee_id = callee.Id });

        (await callee.NextAsync("call.ring"))["caller_info"]!.ToJsonString()
            .Should().Be($$"""{"user_id":"{{caller.Id}}"}""");
    }

    [Fact]
    public async Task Profile_comes_from_the_token_and_never_from_a_payload()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();

        await caller.SendAsync("call.start", new
        {
            callee_id = callee.Id,
            caller_id = "somebody-else",
            caller_info = new { user_id = "somebody-else", name = "Somebody Else" },
            sender = new { id = "somebody-else" },
        });

        var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
        await callee.ExpectAsync("call.ring", Call.RingOf(session, caller));
    }

    [Fact]
    public async Task Accept_tells_the_caller_alone()
    {
        await using var call = await fleet.RingingAsync();

        await call.SendAsync(call.Callee, "call.accept");

        await call.Caller.ExpectAsync("call.accepted", call.CalleeAnswered());
        await call.Callee.ExpectNothingAsync();
        await call.Caller.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reject_tells_the_caller_alone_and_frees_both()
    {
        await using var call = await fleet.RingingAsync();

        await call.SendAsync(call.Callee, "call.reject");

        await call.Caller.ExpectAsync("call.rejected", call.CalleeAnswered());
        await call.Callee.ExpectNothingAsync();
        await Call.StartAsync(call.Callee, call.Caller);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task End_by_either_at_any_time_tells_the_peer_alone_and_frees_both(bool accepted, bool byCallee)
    {
        await using var call = accepted ? await fleet.AcceptedAsync() : await fleet.RingingAsync();
        var by = byCallee ? call.Callee : call.Caller;

        await call.SendAsync(by, "call.end");

        await call.PeerOf(by).ExpectAsync("call.ended", call.Ended("ended_by_user", by));
        await by.ExpectNothingAsync();
        await Call.StartAsync(call.PeerOf(by), by);
    }

    [Fact]
    public async Task Check_tells_either_where_the_call_stands()
    {
        await using var call = await fleet.RingingAsync();
        foreach (var client in new[] { call.Caller, call.Callee })
        {
            await call.SendAsync(client, "call.check");
            await client.ExpectAsync("call.check_result", call.Standing("ringing"));
        }

        await call.AcceptAsync();
        foreach (var client in new[] { call.Caller, call.Callee })
        {
            await call.SendAsync(client, "call.check");
            await client.ExpectAsync("call.check_result", call.Standing("accepted"));
        }

        await call.EndAsync(call.Caller);
        foreach (var client in new[] { call.Caller, call.Callee })
        {
            await call.SendAsync(client, "call.check");
            await client.ExpectAsync(
                "call.check_result", new() { ["session_id"] = call.Session, ["exists"] = false });
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Lost_socket_ends_the_call_as_nobodys_doing(bool accepted, bool calleeIsLost)
    {
        await using var call = accepted ? await fleet.AcceptedAsync() : await fleet.RingingAsync();
        var lost = calleeIsLost ? call.Callee : call.Caller;

        lost.Abort();

        await call.PeerOf(lost).ExpectAsync("call.ended", call.Ended("peer_disconnected"));
        await using var back = lost == call.Caller
            ? await fleet.CallerAsync(lost.Person)
            : await fleet.CalleeAsync(lost.Person);
        await Call.StartAsync(call.PeerOf(lost), back);
    }

    [Fact]
    public async Task Leaving_politely_ends_the_call_too()
    {
        await using var call = await fleet.AcceptedAsync();

        await call.Callee.LeaveAsync();

        (await call.Callee.Closed).Code.Should().Be(1000);
        await call.Caller.ExpectAsync("call.ended", call.Ended("peer_disconnected"));
    }

    [Fact]
    public async Task Two_pairs_talk_without_hearing_each_other()
    {
        await using var one = await fleet.AcceptedAsync();
        await using var other = await fleet.AcceptedAsync();

        await one.EndAsync(one.Callee);

        await other.Caller.ExpectNothingAsync();
        await other.Callee.ExpectNothingAsync();
        await other.EndAsync(other.Caller);
    }
}

public sealed class EmbeddedCallTests(EmbeddedFleet fleet) : CallTests<EmbeddedFleet>(fleet);

public sealed class RedisCallTests(RedisFleet fleet) : CallTests<RedisFleet>(fleet);

public sealed class RedisPairCallTests(RedisPairFleet fleet) : CallTests<RedisPairFleet>(fleet);
