using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>Of steps that race in a store exactly one wins, whichever instances they come from.</summary>
public abstract class CallRaceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    private const int Rounds = 1000;

    private static readonly ErrorCode?[] LosersCodes = [ErrorCode.InvalidState, ErrorCode.SessionNotFound];

    [Fact]
    public async Task Accept_against_reject_against_end()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee"));
        for (var round = 0; round < Rounds; round++)
        {
            var call = await StoreCall.StartAsync(fleet, caller, callee);

            var (accept, reject, end) = await InAnyOrderAsync(
                round,
                () => call.ApplyAsync(CallTransition.Accept, call.Session.Callee),
                () => call.ApplyAsync(CallTransition.Reject, call.Session.Callee),
                () => call.ApplyAsync(CallTransition.End, call.Session.Caller));

            // An end may follow an accept; nothing follows a rejection or an end.
            reject.IsDone.Should().Be(!end.IsDone);
            (accept.IsDone && reject.IsDone).Should().BeFalse();
            foreach (var lost in new[] { accept, reject, end }.Where(outcome => !outcome.IsDone))
            {
                LosersCodes.Should().Contain(lost.Error);
            }

            if (accept.IsDone)
            {
                await caller.ExpectAsync(StoreCall.FrameOf(CallTransition.Accept));
            }

            await (reject.IsDone ? caller : callee).ExpectAsync(
                StoreCall.FrameOf(reject.IsDone ? CallTransition.Reject : CallTransition.End));
            await call.ShouldBeOverAsync();
        }

        caller.HasFrames.Should().BeFalse();
        callee.HasFrames.Should().BeFalse();
    }

    [Fact]
    public async Task Ring_time_over_against_accept()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee"));
        for (var round = 0; round < Rounds; round++)
        {
            var call = await StoreCall.StartAsync(fleet, caller, callee);

            var (over, accept, overAgain) = await InAnyOrderAsync(
                round,
                () => call.ApplyAsync(CallTransition.RingTimedOut, by: null),
                () => call.ApplyAsync(CallTransition.Accept, call.Session.Callee),
                () => call.ApplyAsync(CallTransition.RingTimedOut, by: null));

            new[] { over, accept, overAgain }.Count(outcome => outcome.IsDone).Should().Be(1);
            if (accept.IsDone)
            {
                await caller.ExpectAsync(StoreCall.FrameOf(CallTransition.Accept));
                await call.ApplyAsync(CallTransition.End, call.Session.Callee);
                await caller.ExpectAsync(StoreCall.FrameOf(CallTransition.End));
            }
            else
            {
                await caller.ExpectAsync(StoreCall.FrameOf(CallTransition.RingTimedOut));
                await callee.ExpectAsync(StoreCall.FrameOf(CallTransition.RingTimedOut));
            }
        }
    }

    [Fact]
    public async Task Two_who_call_each_other()
    {
        var one = await fleet.One.ConnectAsync(StoreFleet.NewUser("one"));
        var other = await fleet.Other.ConnectAsync(StoreFleet.NewUser("other"));
        for (var round = 0; round < Rounds; round++)
        {
            var there = StoreCall.New(one.User.Id, other.User.Id);
            var back = StoreCall.New(other.User.Id, one.User.Id);

            var outcomes = await Task.WhenAll(
                Task.Run(() => StoreCall.StartAsync(fleet.One.Calls, there).AsTask()),
                Task.Run(() => StoreCall.StartAsync(fleet.Other.Calls, back).AsTask()));

            outcomes.Should().ContainSingle(outcome => outcome.IsDone);
            outcomes.Should().ContainSingle(outcome => outcome.Error == ErrorCode.UserBusy);
            var (made, rung) = outcomes[0].IsDone ? (there, other) : (back, one);
            await rung.ExpectAsync(StoreCall.Ring);
            await new StoreCall(fleet, made, one, other).ApplyAsync(CallTransition.End, rung.User.Id);
            await (rung == one ? other : one).ExpectAsync(StoreCall.FrameOf(CallTransition.End));
        }
    }

    [Fact]
    public async Task Ten_callers_of_one_callee()
    {
        var callee = await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee"));
        var callers = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            i => (i % 2 == 0 ? fleet.One : fleet.Other).ConnectAsync(StoreFleet.NewUser("caller"))));
        for (var round = 0; round < Rounds; round++)
        {
            var sessions = callers.Select(caller => StoreCall.New(caller.User.Id, callee.User.Id)).ToArray();

            var outcomes = await Task.WhenAll(sessions.Select((session, i) => Task.Run(
                () => StoreCall.StartAsync((i % 2 == 0 ? fleet.One : fleet.Other).Calls, session).AsTask())));

            outcomes.Should().ContainSingle(outcome => outcome.IsDone);
            outcomes.Count(outcome => outcome.Error == ErrorCode.UserBusy).Should().Be(9);
            await callee.ExpectAsync(StoreCall.Ring);
            var made = sessions[Array.FindIndex(outcomes, outcome => outcome.IsDone)];
            (await fleet.Other.Calls.ApplyAsync(
                made.Id, CallTransition.End, new User(made.Callee), StoreCall.Ring, CancellationToken.None)).Should().Be(Outcome.Done);
            foreach (var caller in callers)
            {
                (await fleet.One.Calls.FindByUserAsync(caller.User.Id, CancellationToken.None)).Should().BeNull();
            }
        }

        callee.HasFrames.Should().BeFalse();
    }

    /// <summary>Starts the three at once, each round in another order.</summary>
    private static async Task<(Outcome First, Outcome Second, Outcome Third)> InAnyOrderAsync(
        int round, params Func<Task<Outcome>>[] steps)
    {
        var running = new Task<Outcome>[3];
        for (var i = 0; i < 3; i++)
        {
            var which = (round + i) % 3;
            running[which] = Task.Run(steps[which]);
        }

        await Task.WhenAll(running);
        return (await running[0], await running[1], await running[2]);
    }
}

public sealed class InMemoryCallRaceTests(InMemoryStoreFleet fleet) : CallRaceTests<InMemoryStoreFleet>(fleet);

public sealed class RedisCallRaceTests(RedisStoreFleet fleet) : CallRaceTests<RedisStoreFleet>(fleet);

public sealed class RedisPairCallRaceTests(RedisPairStoreFleet fleet) : CallRaceTests<RedisPairStoreFleet>(fleet);
