using System.Diagnostics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>A lost socket ends no call before its owner had the time to come back, whichever protocol they speak.</summary>
public abstract class GraceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Accepted_call_goes_on_when_a_lost_party_is_back(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);

        await fleet.LoseAsync(call.Callee);

        await call.Caller.ExpectNothingAsync();
        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        await call.ExpectAliveAsync();
        await call.EndAsync(call.Callee);
        await call.Caller.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Callee.Person));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ringing_call_can_be_accepted_by_a_callee_who_was_lost_and_is_back(bool speaksV1)
    {
        await using var call = await fleet.PartiesRingingAsync(calleeV1: speaksV1);

        await fleet.LoseAsync(call.Callee);

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        await call.AcceptAsync();
        await call.ExpectAliveAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_who_is_back_gets_the_accept_that_was_sent_meanwhile(bool speaksV1)
    {
        await using var call = await fleet.PartiesRingingAsync(callerV1: speaksV1);
        await fleet.LoseAsync(call.Caller);

        await call.Callee.DoAsync("call.accept", new { session_id = call.Session });

        await call.ReturnCallerAsync(fleet.CalleeSide.WebSocketUrl);
        await call.Caller.ExpectEventAsync("call.accepted", call.Answered());
        await call.ExpectAliveAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relays_to_one_who_is_away_are_delivered_on_return_in_order(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);
        await fleet.LoseAsync(call.Callee);
        for (var i = 0; i < 20; i++)
        {
            await call.RelayAsync(call.Caller, $"away-{i}");
        }

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);

        await call.RelayAsync(call.Caller, "live");
        for (var i = 0; i < 20; i++)
        {
            await call.ExpectRelayAsync(call.Callee, $"away-{i}");
        }

        await call.ExpectRelayAsync(call.Callee, "live");
        await call.Callee.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hang_up_while_away_is_told_on_return(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);
        await fleet.LoseAsync(call.Callee);

        await call.EndAsync(call.Caller);

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        await call.Callee.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Caller.Person));
        await call.Callee.ExpectNothingAsync();
        await PartyCall.RingAsync(call.Callee, call.Caller);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peer_of_one_who_does_not_return_is_told_after_the_grace_and_is_free(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(callerV1: speaksV1, calleeV1: speaksV1);
        var begun = Stopwatch.GetTimestamp();

        await fleet.LoseAsync(call.Callee);

        var ended = await call.Caller.EventAsync("call.ended", TimeSpan.FromSeconds(30));
        Stopwatch.GetElapsedTime(begun).Should().BeGreaterThan(GraceFleets.Grace);
        ended.ToJsonString().Should().Be(call.Ended("peer_disconnected").ToJsonString());
        await using var third = await fleet.CalleeAsync(speaksV1: true);
        await PartyCall.RingAsync(third, call.Caller);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_of_one_who_is_back_outlives_the_grace(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);
        await using var other = await fleet.PartiesAcceptedAsync();
        await fleet.LoseAsync(call.Callee);
        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);

        // It was lost later: when its time is over, so is that of the first.
        await fleet.LoseAsync(other.Callee);
        await other.Caller.EventAsync("call.ended", TimeSpan.FromSeconds(30));

        await call.ExpectAliveAsync();
    }

    [Fact]
    public async Task One_who_returns_after_the_grace_is_told_and_is_free()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        await fleet.LoseAsync(call.Callee);
        await call.Caller.EventAsync("call.ended", TimeSpan.FromSeconds(30));

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);

        call.Callee.Resumed.Should().BeTrue();
        call.Callee.Ready!["call"].Should().BeNull();
        await call.Callee.ExpectEventAsync("call.ended", call.Ended("peer_disconnected"));
        await PartyCall.RingAsync(call.Caller, call.Callee);
    }
}

public sealed class EmbeddedGraceTests(EmbeddedGraceFleet fleet) : GraceTests<EmbeddedGraceFleet>(fleet);

public sealed class RedisGraceTests(RedisGraceFleet fleet) : GraceTests<RedisGraceFleet>(fleet);

public sealed class RedisPairGraceTests(RedisPairGraceFleet fleet) : GraceTests<RedisPairGraceFleet>(fleet);
