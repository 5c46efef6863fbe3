using System.Diagnostics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary><c>RECONNECT_GRACE_SECONDS=0</c>: a lost socket ends the call at once, for <c>goring.v1</c> too.</summary>
public abstract class NoGraceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Peer_of_a_lost_party_is_told_at_once_and_is_free(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(callerV1: true, calleeV1: speaksV1);
        var begun = Stopwatch.GetTimestamp();

        call.Callee.Socket.Abort();

        await call.Caller.ExpectEventAsync("call.ended", call.Ended("peer_disconnected"));
        Stopwatch.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromSeconds(4));
        await using var third = await fleet.CalleeAsync(speaksV1: true);
        await PartyCall.RingAsync(call.Caller, third);
    }

    [Fact]
    public async Task Lost_party_of_v1_who_resumes_is_told_that_the_call_is_over()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        call.Callee.Socket.Abort();
        await call.Caller.ExpectEventAsync("call.ended", call.Ended("peer_disconnected"));

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);

        call.Callee.Resumed.Should().BeTrue();
        call.Callee.Ready!["call"].Should().BeNull();
        await call.Callee.ExpectEventAsync("call.ended", call.Ended("peer_disconnected"));
        await call.Callee.ExpectNothingAsync();
    }
}

public sealed class EmbeddedNoGraceTests(EmbeddedFleet fleet) : NoGraceTests<EmbeddedFleet>(fleet);

public sealed class RedisNoGraceTests(RedisFleet fleet) : NoGraceTests<RedisFleet>(fleet);

public sealed class RedisPairNoGraceTests(RedisPairFleet fleet) : NoGraceTests<RedisPairFleet>(fleet);
