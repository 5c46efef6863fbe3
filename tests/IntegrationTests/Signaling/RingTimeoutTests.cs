using System.Diagnostics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>A ring that nobody answers ends for both after RING_TIMEOUT_SECONDS.</summary>
public abstract class RingTimeoutTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task Unanswered_ring_ends_for_both_with_no_answer_and_frees_them()
    {
        await using var call = await fleet.RingingAsync();
        var begun = Stopwatch.GetTimestamp();

        await call.Caller.ExpectAsync("call.ended", call.Ended("no_answer"));
        await call.Callee.ExpectAsync("call.ended", call.Ended("no_answer"));

        Stopwatch.GetElapsedTime(begun).Should().BeCloseTo(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(900));
        await Call.StartAsync(call.Callee, call.Caller);
    }

    [Fact]
    public async Task Accepted_call_outlives_the_ring_time()
    {
        await using var call = await fleet.AcceptedAsync();
        await using var other = await fleet.RingingAsync();

        // The other call began later: when it is over, the ring time of this one is too.
        await other.Caller.ExpectAsync("call.ended", other.Ended("no_answer"));

        await call.SendAsync(call.Caller, "call.check");
        await call.Caller.ExpectAsync("call.check_result", call.Standing("accepted"));
        await call.EndAsync(call.Caller);
    }

    [Fact]
    public async Task Hundred_rings_that_end_together_all_end()
    {
        var calls = await Eventually.AllAsync(Enumerable.Range(0, 100).Select(_ => fleet.RingingAsync()));

        foreach (var call in calls)
        {
            await call.Caller.ExpectAsync("call.ended", call.Ended("no_answer"));
            await call.Callee.ExpectAsync("call.ended", call.Ended("no_answer"));
            await call.Caller.ExpectNothingAsync();
            await call.DisposeAsync();
        }
    }
}

public sealed class EmbeddedBriefRingFleet : EmbeddedFleet
{
    protected override (string Name, string? Value)[] Settings => [("RING_TIMEOUT_SECONDS", "1")];
}

public sealed class RedisPairBriefRingFleet : RedisPairFleet
{
    protected override (string Name, string? Value)[] Settings => [("RING_TIMEOUT_SECONDS", "1")];
}

public sealed class EmbeddedRingTimeoutTests(EmbeddedBriefRingFleet fleet)
    : RingTimeoutTests<EmbeddedBriefRingFleet>(fleet);

public sealed class RedisPairRingTimeoutTests(RedisPairBriefRingFleet fleet)
    : RingTimeoutTests<RedisPairBriefRingFleet>(fleet);
