using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every <c>ICallStore</c> does with one call.</summary>
public abstract class CallStoreTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    [Fact]
    public async Task Started_call_stands_whole_and_both_are_in_it()
    {
        var call = await StoreCall.StartAsync(fleet);

        var found = await fleet.Other.Calls.FindAsync(call.Session.Id, CancellationToken.None);

        found.Should().Be(call.Session with { CreatedAt = found!.CreatedAt });
        found.CreatedAt.ToUnixTimeSeconds().Should().Be(call.Session.CreatedAt.ToUnixTimeSeconds());
        (await fleet.One.Calls.FindByUserAsync(call.Session.Caller, CancellationToken.None)).Should().Be(call.Session.Id);
        (await fleet.One.Calls.FindByUserAsync(call.Session.Callee, CancellationToken.None)).Should().Be(call.Session.Id);
    }

    [Fact]
    public async Task Start_to_one_without_a_socket_is_offline_and_makes_nothing()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee"));
        await fleet.Other.DisconnectAsync(callee);
        var session = StoreCall.New(caller.User.Id, callee.User.Id);

        (await StoreCall.StartAsync(fleet.One.Calls, session)).Error.Should().Be(ErrorCode.UserOffline);

        (await fleet.One.Calls.FindAsync(session.Id, CancellationToken.None)).Should().BeNull();
        (await fleet.One.Calls.FindByUserAsync(session.Caller, CancellationToken.None)).Should().BeNull();
        (await fleet.One.Calls.FindByUserAsync(session.Callee, CancellationToken.None)).Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_by_or_to_one_in_a_call_is_busy_and_tells_nobody(bool accepted)
    {
        var call = await StoreCall.StartAsync(fleet);
        if (accepted)
        {
            await call.AcceptAsync();
        }

        var third = await fleet.One.ConnectAsync(StoreFleet.NewUser("third"));
        var nobody = StoreFleet.NewUser("nobody");
        foreach (var (caller, callee) in new[]
        {
            (call.Session.Caller, third.User.Id), (call.Session.Callee, third.User.Id),
            (third.User.Id, call.Session.Caller), (third.User.Id, call.Session.Callee),
            (call.Session.Callee, call.Session.Caller), (call.Session.Caller, nobody),
        })
        {
            (await StoreCall.StartAsync(fleet.One.Calls, StoreCall.New(caller, callee)))
                .Error.Should().Be(ErrorCode.UserBusy);
        }

        third.HasFrames.Should().BeFalse();
        await call.ApplyAsync(CallTransition.End, call.Session.Callee);
        await call.Caller.ExpectAsync(StoreCall.FrameOf(CallTransition.End));
        await call.ShouldHaveBeenToldAllAsync();
    }

    [Theory]
    [MemberData(nameof(StepTable.Rows), MemberType = typeof(StepTable))]
    public async Task Step_has_the_outcome_of_its_row(bool accepted, string step, string by, string? error)
    {
        var call = await StoreCall.StartAsync(fleet);
        if (accepted)
        {
            await call.AcceptAsync();
        }

        var outcome = await call.ApplyAsync(StepTable.TransitionOf(step), StepTable.UserOf(by, call.Session));

        outcome.Error?.ToString().Should().Be(error);
        if (error is not null)
        {
            var state = accepted ? CallState.Accepted : CallState.Ringing;
            (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None))!.State.Should().Be(state);
            await call.ApplyAsync(CallTransition.End, call.Session.Caller);
            await call.Callee.ExpectAsync(StoreCall.FrameOf(CallTransition.End));
            await call.ShouldHaveBeenToldAllAsync();
        }
    }

    [Fact]
    public async Task Step_of_no_session_is_not_found_for_everybody()
    {
        var call = await StoreCall.StartAsync(fleet);
        await call.ApplyAsync(CallTransition.End, call.Session.Caller);

        foreach (var transition in CallTransition.All)
        {
            foreach (var by in new[] { "caller", "callee", "stranger", "server" })
            {
                (await call.ApplyAsync(transition, StepTable.UserOf(by, call.Session)))
                    .Error.Should().Be(ErrorCode.SessionNotFound);
            }
        }
    }

    [Fact]
    public async Task Ring_time_over_tells_both_and_frees_them()
    {
        var call = await StoreCall.StartAsync(fleet);

        (await call.ApplyAsync(CallTransition.RingTimedOut, by: null)).Should().Be(Outcome.Done);

        await call.Caller.ExpectAsync(StoreCall.FrameOf(CallTransition.RingTimedOut));
        await call.Callee.ExpectAsync(StoreCall.FrameOf(CallTransition.RingTimedOut));
        await call.ShouldBeOverAsync();
        await call.ShouldHaveBeenToldAllAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Peer_is_lost_only_while_they_have_no_socket(bool accepted)
    {
        var call = await StoreCall.StartAsync(fleet);
        if (accepted)
        {
            await call.AcceptAsync();
        }

        (await call.ApplyAsync(CallTransition.PeerLost, call.Session.Callee)).Error.Should().Be(ErrorCode.InvalidState);
        (await fleet.Other.DisconnectAsync(call.Callee)).Should().BeTrue();
        (await call.ApplyAsync(CallTransition.PeerLost, call.Session.Callee)).Should().Be(Outcome.Done);

        await call.Caller.ExpectAsync(StoreCall.FrameOf(CallTransition.PeerLost));
        await call.ShouldBeOverAsync();
    }
}

public sealed class InMemoryCallStoreTests(InMemoryStoreFleet fleet) : CallStoreTests<InMemoryStoreFleet>(fleet);

public sealed class RedisCallStoreTests(RedisStoreFleet fleet) : CallStoreTests<RedisStoreFleet>(fleet);

public sealed class RedisPairCallStoreTests(RedisPairStoreFleet fleet) : CallStoreTests<RedisPairStoreFleet>(fleet);
