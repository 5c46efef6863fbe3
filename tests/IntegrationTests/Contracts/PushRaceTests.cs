using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>
/// Steps that race while a device is rung. A device whose user answered never hears of a cancellation; one that was
/// rung, and whose call ended unanswered, hears of exactly one.
/// </summary>
public abstract class PushRaceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    private const int Rounds = 1000;

    [Theory]
    [InlineData("accept", "end")]
    [InlineData("reject", "end")]
    [InlineData("accept", "ring_timed_out")]
    [InlineData("reject", "ring_timed_out")]
    public async Task Answer_and_end_race_for_a_rung_device(string answer, string end)
    {
        Dictionary<bool, int> answered = new() { [true] = 0, [false] = 0 };
        for (var round = 0; round < Rounds; round++)
        {
            var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
            await call.RingAsync();

            var (answering, ending) = await RaceAsync(call, answer, end, swap: round % 2 == 0);

            (answering.IsDone || ending.IsDone).Should().BeTrue("one of the two must be possible");
            answered[answering.IsDone]++;
            (await ClaimAllAsync(call)).Select(job => job.Task).Should().Equal(
                answering.IsDone ? [] : [PushTask.Cancel], "of the answer {0}", answering.IsDone ? "that won" : "that lost");
            await ForgetAsync(call);
        }

        answered.Values.Should().OnlyContain(count => count > 0, "either side must win now and then");
    }

    [Fact]
    public async Task End_races_with_the_ring_that_arrives()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
            var ring = await call.ClaimOneAsync(PushTask.Ring);

            await Task.WhenAll(
                Task.Run(() => call.FinishAsync(ring, PushEnd.Reached)),
                Task.Run(() => call.ApplyAsync(CallTransition.End, call.Session.Caller)));

            (await ClaimAllAsync(call)).Select(job => job.Task).Should().Equal(PushTask.Cancel);
            await ForgetAsync(call);
        }
    }

    [Fact]
    public async Task End_races_with_the_claim_of_its_ring()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());

            var claim = Task.Run(() => call.ClaimAsync(fleet.Other));
            await Task.WhenAll(claim, Task.Run(() => call.ApplyAsync(CallTransition.End, call.Session.Caller)));

            var claimed = (await claim).ToArray();
            if (claimed is [{ Task: PushTask.Ring } ring])
            {
                await call.FinishAsync(ring, PushEnd.Reached);
                (await ClaimAllAsync(call)).Select(job => job.Task).Should().Equal(PushTask.Cancel);
            }
            else
            {
                claimed.Concat(await ClaimAllAsync(call)).Select(job => job.Task).Should().Equal(PushTask.TooLate);
            }

            await ForgetAsync(call);
        }
    }

    /// <summary>Both instances ask, as they do: what is due is handed out once.</summary>
    private async Task<IEnumerable<PushJob>> ClaimAllAsync(PushedCall call) =>
        (await Task.WhenAll(
            Task.Run(() => call.ClaimAsync(fleet.One)), Task.Run(() => call.ClaimAsync(fleet.Other))))
        .SelectMany(jobs => jobs);

    private async Task<(Outcome Answering, Outcome Ending)> RaceAsync(
        PushedCall call, string answer, string end, bool swap)
    {
        var answering = () => ApplyAsync(fleet.Other.Calls, call, answer, call.Session.Callee);
        var ending = () => ApplyAsync(fleet.One.Calls, call, end, end == "end" ? call.Session.Caller : null);
        var (first, second) = swap ? (ending, answering) : (answering, ending);
        var outcomes = await Task.WhenAll(Task.Run(first), Task.Run(second));
        return swap ? (outcomes[1], outcomes[0]) : (outcomes[0], outcomes[1]);
    }

    private static async Task<Outcome> ApplyAsync(ICallStore calls, PushedCall call, string step, UserId? by) =>
        await calls.ApplyAsync(
            call.Session.Id,
            CallTransition.All.Single(row => row.Name == step),
            by is { } user ? new User(user) : null,
            "a frame"u8.ToArray(),
            CancellationToken.None);

    private async Task ForgetAsync(PushedCall call) => await fleet.One.DisconnectAsync(call.Caller);
}

public sealed class InMemoryPushRaceTests(InMemoryStoreFleet fleet) : PushRaceTests<InMemoryStoreFleet>(fleet);

public sealed class RedisPairPushRaceTests(RedisPairStoreFleet fleet) : PushRaceTests<RedisPairStoreFleet>(fleet);
