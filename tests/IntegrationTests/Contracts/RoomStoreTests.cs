using Goring.Application.Ports;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every <c>IRoomStore</c> does.</summary>
public abstract class RoomStoreTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    private const int Capacity = 16;

    private readonly RoomId _room = new($"room {Guid.NewGuid():N} *?");

    [Fact]
    public async Task Newcomer_finds_those_who_are_there_in_their_order_with_their_users()
    {
        var user = new User(new UserId("ann ü"), "Ann \"A\"", null, "https://images.test/a.png");
        var ann = new RoomSocket(fleet.One, user);
        var ben = new RoomSocket(fleet.Other);
        var cat = new RoomSocket(fleet.One);

        (await JoinAsync(ann)).Others.Should().BeEmpty();
        var second = await JoinAsync(ben);
        var third = await JoinAsync(cat);

        second.Others.Select(member => (member.Client, member.User)).Should().Equal((ann.Client.Id, user));
        third.Others.Select(member => (member.Client, member.User)).Should().Equal((ann.Client.Id, user), (ben.Client.Id, null));
        third.Number.Should().BeGreaterThan(second.Number);
        third.Others.Select(member => member.Number).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        await ann.ExpectAsync("new-client", ben);
        await ann.ExpectAsync("new-client", cat);
        await ben.ExpectAsync("new-client", cat);
        cat.HasFrames.Should().BeFalse();
    }

    [Fact]
    public async Task Join_of_the_same_room_keeps_the_number_and_tells_nobody()
    {
        var (ann, ben) = await TwoAsync();
        var before = ben.Client.Seat!.Value;

        var again = await JoinAsync(ben);

        again.Number.Should().Be(before.Number);
        again.Others.Select(member => member.Client).Should().Equal(ann.Client.Id);
        await ben.ShouldReachAsync(ann);
        await ann.ShouldReachAsync(ben);
    }

    [Fact]
    public async Task Join_of_another_room_leaves_the_first_in_the_same_step()
    {
        var (ann, ben) = await TwoAsync();
        var other = new RoomId(_room.Value + "other");
        var cat = new RoomSocket(fleet.One);
        await cat.Instance.Memberships.JoinAsync(cat.Client, other, CancellationToken.None);

        await ben.Instance.Memberships.JoinAsync(ben.Client, other, CancellationToken.None);

        await ann.ExpectAsync("leave-client", ben);
        await cat.ExpectAsync("new-client", ben);
        (await RelayAsync(ann, ben)).Error.Should().Be(ErrorCode.UserOffline);
        await ben.ShouldReachAsync(cat);
    }

    [Fact]
    public async Task Of_fifty_joins_at_once_the_room_takes_as_many_as_it_holds()
    {
        var guests = Enumerable.Range(0, 50).Select(i => new RoomSocket(i % 2 == 0 ? fleet.One : fleet.Other)).ToArray();

        var entries = await Task.WhenAll(guests.Select(guest => Task.Run(() => JoinAsync(guest))));

        entries.Count(entry => entry.Outcome.IsDone).Should().Be(Capacity);
        entries.Where(entry => !entry.Outcome.IsDone)
            .Should().OnlyContain(entry => entry.Outcome.Error == ErrorCode.RoomFull).And.HaveCount(50 - Capacity);
        entries.Where(entry => entry.Outcome.IsDone).Select(entry => entry.Others.Count)
            .Should().BeEquivalentTo(Enumerable.Range(0, Capacity), "each found those who were before it");
    }

    [Fact]
    public async Task Refused_join_leaves_the_client_where_it_was()
    {
        for (var i = 0; i < Capacity; i++)
        {
            (await JoinAsync(new RoomSocket(fleet.One))).Outcome.Should().Be(Outcome.Done);
        }

        var (ann, ben) = await TwoAsync(new RoomId(_room.Value + "other"));

        (await JoinAsync(ben)).Outcome.Error.Should().Be(ErrorCode.RoomFull);

        await ann.ShouldReachAsync(ben);
    }

    [Fact]
    public async Task Leave_tells_those_left_behind_once()
    {
        var (ann, ben) = await TwoAsync();
        var cat = new RoomSocket(fleet.Other);
        await JoinAsync(cat);
        await ann.ExpectAsync("new-client", cat);
        await ben.ExpectAsync("new-client", cat);

        await ben.Instance.Rooms.LeaveAsync(ben.Client.Id, _room, CancellationToken.None);
        await ben.Instance.Rooms.LeaveAsync(ben.Client.Id, _room, CancellationToken.None);

        await ann.ExpectAsync("leave-client", ben);
        await cat.ExpectAsync("leave-client", ben);
        await cat.ShouldReachAsync(ann);
        await ann.ShouldReachAsync(cat);
    }

    [Fact]
    public async Task Relay_reaches_members_of_the_same_room_alone()
    {
        var (ann, ben) = await TwoAsync();
        var outside = new RoomSocket(fleet.Other);
        await outside.Instance.Memberships.JoinAsync(outside.Client, new(_room.Value + "x"), CancellationToken.None);

        (await RelayAsync(ann, outside)).Error.Should().Be(ErrorCode.UserOffline);
        (await outside.Instance.Rooms.RelayAsync(
            outside.Client.Id, _room, ann.Client.Id, "x"u8.ToArray(), CancellationToken.None)).Error.Should().Be(ErrorCode.InvalidState);

        await ann.ShouldReachAsync(ben);
        await ben.ShouldReachAsync(ann);
        outside.HasFrames.Should().BeFalse();
    }

    [Fact]
    public async Task Large_frame_with_line_breaks_and_text_of_every_kind_arrives_whole()
    {
        var (ann, ben) = await TwoAsync();
        var frame = System.Text.Encoding.UTF8.GetBytes("a b\n\nc😀" + new string('x', 400_000));

        (await ann.Instance.Rooms.RelayAsync(ann.Client.Id, _room, ben.Client.Id, frame, CancellationToken.None))
            .Should().Be(Outcome.Done);

        System.Text.Encoding.UTF8.GetBytes(await ben.NextAsync()).Should().Equal(frame);
    }

    [Fact]
    public async Task Members_who_are_well_are_renewed_and_nothing_is_found()
    {
        var (ann, ben) = await TwoAsync();

        foreach (var member in new[] { ann, ben })
        {
            var renewal = await member.Instance.Leases.RenewAsync([member.Client.Lease!], CancellationToken.None);
            renewal.Missing.Should().BeEmpty();
            renewal.Differing.Should().BeEmpty();
        }

        (await fleet.One.Leases.SweepAsync(100, CancellationToken.None)).Should().Be(0);
        await ann.ShouldReachAsync(ben);
    }

    [Fact]
    public async Task Restoring_one_who_is_in_changes_nothing()
    {
        var (ann, ben) = await TwoAsync();

        await ben.Instance.Memberships.RestoreAsync(ben.Client.Lease!, CancellationToken.None);

        await ben.ShouldReachAsync(ann);
        await ann.ShouldReachAsync(ben);
    }

    private Task<RoomEntry> JoinAsync(RoomSocket socket) =>
        socket.Instance.Memberships.JoinAsync(socket.Client, _room, CancellationToken.None);

    private async Task<(RoomSocket Ann, RoomSocket Ben)> TwoAsync(RoomId? room = null)
    {
        var ann = new RoomSocket(fleet.One);
        var ben = new RoomSocket(fleet.Other);
        await fleet.One.Memberships.JoinAsync(ann.Client, room ?? _room, CancellationToken.None);
        await fleet.Other.Memberships.JoinAsync(ben.Client, room ?? _room, CancellationToken.None);
        await ann.ExpectAsync("new-client", ben);
        return (ann, ben);
    }

    private static ValueTask<Outcome> RelayAsync(RoomSocket from, RoomSocket to) =>
        from.Instance.Memberships.RelayAsync(from.Client, to.Client.Id, "x"u8.ToArray(), CancellationToken.None);
}

public sealed class InMemoryRoomStoreTests(InMemoryStoreFleet fleet) : RoomStoreTests<InMemoryStoreFleet>(fleet);

public sealed class RedisRoomStoreTests(RedisStoreFleet fleet) : RoomStoreTests<RedisStoreFleet>(fleet);

public sealed class RedisPairRoomStoreTests(RedisPairStoreFleet fleet) : RoomStoreTests<RedisPairStoreFleet>(fleet);
