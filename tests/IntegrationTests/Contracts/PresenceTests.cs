using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every <c>IPresence</c> does.</summary>
public abstract class PresenceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claim_takes_the_slot_over_and_the_older_is_told(bool fromTheOther)
    {
        var user = StoreFleet.NewUser("user");
        var older = await (fromTheOther ? fleet.Other : fleet.One).ConnectAsync(user);

        var newer = await fleet.One.ConnectAsync(user);

        (await older.Closed).Should().Be(CloseReason.Replaced);
        newer.IsClosed.Should().BeFalse();
        var caller = await fleet.Other.ConnectAsync(StoreFleet.NewUser("caller"));
        (await StoreCall.StartAsync(fleet.Other.Calls, StoreCall.New(caller.User.Id, user))).Should().Be(Outcome.Done);
        await newer.ExpectAsync(StoreCall.Ring);
        older.HasFrames.Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Release_by_one_that_lost_its_slot_does_nothing(bool fromTheOther)
    {
        var call = await StoreCall.StartAsync(fleet);
        await call.AcceptAsync();
        var newer = await (fromTheOther ? fleet.One : fleet.Other).ConnectAsync(call.Session.Callee);

        (await fleet.Other.DisconnectAsync(call.Callee)).Should().BeFalse();

        (await call.ApplyAsync(CallTransition.PeerLost, call.Session.Callee)).Error.Should().Be(ErrorCode.InvalidState);
        (await call.ApplyAsync(CallTransition.Relay, call.Session.Caller)).Should().Be(Outcome.Done);
        await newer.ExpectAsync(StoreCall.FrameOf(CallTransition.Relay));
    }

    [Fact]
    public async Task Release_tells_whether_the_user_is_lost_to_a_call()
    {
        var call = await StoreCall.StartAsync(fleet);
        var idle = await fleet.One.ConnectAsync(StoreFleet.NewUser("idle"));

        (await fleet.One.DisconnectAsync(idle)).Should().BeFalse();
        (await fleet.One.DisconnectAsync(call.Caller)).Should().BeTrue();
        (await fleet.Other.DisconnectAsync(call.Callee)).Should().BeTrue();

        (await call.ApplyAsync(CallTransition.PeerLost, call.Session.Caller)).Should().Be(Outcome.Done);
        await call.ShouldBeOverAsync();
    }

    [Fact]
    public async Task Released_user_is_offline()
    {
        var user = await fleet.Other.ConnectAsync(StoreFleet.NewUser("user"));
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));

        await fleet.Other.DisconnectAsync(user);

        (await StoreCall.StartAsync(fleet.One.Calls, StoreCall.New(caller.User.Id, user.User.Id)))
            .Error.Should().Be(ErrorCode.UserOffline);
    }

    [Fact]
    public async Task Refresh_reports_exactly_the_holders_whose_slot_belongs_to_another()
    {
        List<RecordingConnection> held = [];
        while (held.Count < 450)
        {
            held.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(
                _ => fleet.One.ConnectAsync(StoreFleet.NewUser("held")))));
        }

        foreach (var i in new[] { 0, 199, 200, 449 })
        {
            await (i % 2 == 0 ? fleet.One : fleet.Other).ConnectAsync(held[i].User.Id);
        }

        var report = await fleet.One.Presence.RefreshAsync(held, CancellationToken.None);

        report.Taken.Should().Equal(held[0], held[199], held[200], held[449]);
    }

    [Fact]
    public async Task Refresh_of_nobody_reports_nobody() =>
        (await fleet.One.Presence.RefreshAsync([], CancellationToken.None)).Taken.Should().BeEmpty();

    [Fact]
    public async Task Of_fifty_claims_at_once_the_last_one_holds_the_slot()
    {
        var user = StoreFleet.NewUser("wanted");

        var connections = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => Task.Run(() => (i % 2 == 0 ? fleet.One : fleet.Other).ConnectAsync(user))));

        await Harness.Eventually.HoldsAsync(
            () => connections.Count(connection => !connection.IsClosed) == 1, "one is left");
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        (await StoreCall.StartAsync(fleet.One.Calls, StoreCall.New(caller.User.Id, user))).Should().Be(Outcome.Done);
        await connections.Single(connection => !connection.IsClosed).ExpectAsync(StoreCall.Ring);
    }
}

public sealed class InMemoryPresenceTests(InMemoryStoreFleet fleet) : PresenceTests<InMemoryStoreFleet>(fleet);

public sealed class RedisPresenceTests(RedisStoreFleet fleet) : PresenceTests<RedisStoreFleet>(fleet);

public sealed class RedisPairPresenceTests(RedisPairStoreFleet fleet) : PresenceTests<RedisPairStoreFleet>(fleet);
