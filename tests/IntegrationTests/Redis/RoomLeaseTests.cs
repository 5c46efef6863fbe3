using System.Text.Json.Nodes;
using Goring.Domain.Rooms;
using Goring.Domain.Users;
using Goring.IntegrationTests.Contracts;
using Goring.IntegrationTests.Harness;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Redis;

/// <summary>What becomes of members whose leases run out, and of rooms that Redis has lost; looked at in Redis itself.</summary>
public sealed class RoomLeaseTests(RedisPairStoreFleet fleet) : IClassFixture<RedisPairStoreFleet>, IAsyncLifetime
{
    private readonly RoomId _room = new($"room {Guid.NewGuid():N} *");
    private ConnectionMultiplexer _redis = null!;

    private IDatabase Database => _redis.GetDatabase();

    private IServer Server => _redis.GetServer(_redis.GetEndPoints()[0]);

    public async Task InitializeAsync()
    {
        _redis = await fleet.Redis!.ConnectAsync();
        await Server.FlushAllDatabasesAsync();
    }

    public async Task DisposeAsync() => await _redis.CloseAsync();

    [Fact]
    public async Task Keys_stand_as_documented_each_with_a_time_to_live()
    {
        var ann = new RoomSocket(fleet.One, new User(new UserId("ann"), "Ann"));
        await JoinAsync(ann);
        var ben = await EnterAsync(fleet.Other, ann);
        await fleet.One.Leases.SweepAsync(100, CancellationToken.None);

        var members = await Database.HashGetAllAsync($"room:members:{_room}");
        members.Select(member => (string)member.Name!).Should().BeEquivalentTo(NameOf(ann), NameOf(ben));
        ((string?)members.Single(member => member.Name == NameOf(ann)).Value)
            .Should().MatchRegex($"^{ann.Client.Seat!.Value.Number} server-[0-9a-f]{{32}}$");
        (await Database.HashGetAllAsync($"room:users:{_room}")).Should().ContainSingle()
            .Which.Value.ToString().Should().Be("""{"user_id":"ann","name":"Ann"}""");
        (await Database.SortedSetScoreAsync("room:leases", $"{NameOf(ben)} {_room}"))
            .Should().BeApproximately(DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds(), 5000);
        await TimeToLiveShouldBeAsync($"room:members:{_room}", 120);
        await TimeToLiveShouldBeAsync($"room:users:{_room}", 120);
        await TimeToLiveShouldBeAsync("room:leases", 600);
        await TimeToLiveShouldBeAsync("room:sweeps", 600);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_room_whose_last_member_left()
    {
        var ann = new RoomSocket(fleet.One, new User(new UserId("ann"), "Ann"));
        await JoinAsync(ann);
        var ben = await EnterAsync(fleet.Other, ann);

        await ann.Instance.Memberships.LeaveAsync(ann.Client, CancellationToken.None);
        await ben.Instance.Memberships.LeaveAsync(ben.Client, CancellationToken.None);
        await fleet.One.Leases.SweepAsync(100, CancellationToken.None);

        Server.Keys(pattern: "room:*").Should().BeEmpty();
    }

    [Fact]
    public async Task Member_whose_lease_ran_out_is_taken_out_once_however_many_sweep()
    {
        var (ann, ben, cat) = await ThreeAsync();
        await LapseAsync(ben);

        var swept = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            i => (i % 2 == 0 ? fleet.One : fleet.Other).Leases.SweepAsync(100, CancellationToken.None).AsTask()));

        swept.Sum().Should().Be(1);
        await ann.ExpectAsync("leave-client", ben);
        await cat.ExpectAsync("leave-client", ben);
        await ann.ShouldReachAsync(cat);
        await cat.ShouldReachAsync(ann);
    }

    [Fact]
    public async Task Nobody_is_taken_out_before_sweeps_have_gone_on_for_5_seconds()
    {
        var (ann, ben, _) = await ThreeAsync();
        await Database.SortedSetAddAsync("room:leases", $"{NameOf(ben)} {_room}", 1);
        var begun = TimeProvider.System.GetTimestamp();

        (await fleet.One.Leases.SweepAsync(100, CancellationToken.None)).Should().Be(0);
        await Eventually.HoldsAsync(
            async () => await fleet.One.Leases.SweepAsync(100, CancellationToken.None) == 1, "it is taken out");

        TimeProvider.System.GetElapsedTime(begun).Should().BeGreaterThan(TimeSpan.FromSeconds(4.9));
        await ann.ExpectAsync("leave-client", ben);
    }

    [Fact]
    public async Task Member_that_was_taken_out_and_lives_starts_over()
    {
        var (ann, ben, cat) = await ThreeAsync();
        await LapseAsync(ben);
        await fleet.One.Leases.SweepAsync(100, CancellationToken.None);
        await ann.ExpectAsync("leave-client", ben);
        await cat.ExpectAsync("leave-client", ben);

        await RefreshAsync(fleet.Other);

        await ann.ExpectAsync("new-client", ben);
        await cat.ExpectAsync("new-client", ben);
        string[] told = [await ben.NextAsync(), await ben.NextAsync()];
        told.Select(frame => (string?)JsonNode.Parse(frame)!["type"]).Should().Equal("leave-client", "leave-client");
        await ann.ShouldReachAsync(ben);
        await ben.ShouldReachAsync(cat);
        Server.Keys(pattern: "room:lapsed:*").Should().BeEmpty();
    }

    [Fact]
    public async Task Members_whom_Redis_has_lost_are_put_back_and_hear_nothing()
    {
        var (ann, ben, cat) = await ThreeAsync();
        await Server.FlushAllDatabasesAsync();

        await RefreshAsync(fleet.Other);
        await RefreshAsync(fleet.One);
        await RefreshAsync(fleet.Other);

        await ann.ShouldReachAsync(ben);
        await ben.ShouldReachAsync(cat);
        await cat.ShouldReachAsync(ann);
        (await Database.SortedSetRangeByRankAsync("room:leases"))
            .Count(lease => ((string)lease!).EndsWith(_room.Value, StringComparison.Ordinal)).Should().Be(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Newcomer_of_the_moment_in_which_nobody_was_there_meets_those_who_are_put_back(bool onOne)
    {
        var (ann, ben, cat) = await ThreeAsync();
        await Server.FlushAllDatabasesAsync();
        var dan = new RoomSocket(onOne ? fleet.One : fleet.Other);
        await JoinAsync(dan);

        await RefreshAsync(fleet.Other);
        await RefreshAsync(fleet.One);
        await RefreshAsync(fleet.Other);

        // The earlier ones are told, and offer; the newcomer is not, and waits.
        foreach (var member in new[] { ann, ben, cat })
        {
            await member.ExpectAsync("new-client", dan);
            await member.ShouldReachAsync(dan);
            await dan.ShouldReachAsync(member);
        }

        await ann.ShouldReachAsync(ben);
    }

    [Fact]
    public async Task News_that_was_lost_on_the_way_is_made_up_for()
    {
        var (ann, _, _) = await ThreeAsync();
        var ghost = Guid.NewGuid().ToString();
        await Database.HashSetAsync($"room:members:{_room}", ghost, $"{long.MaxValue / 2048} elsewhere");

        await RefreshAsync(fleet.One);

        var told = JsonNode.Parse(await ann.NextAsync())!;
        ((string?)told["type"]).Should().Be("new-client");
        ((string?)told["payload"]!["client_id"]).Should().Be(ghost);
    }

    private static string NameOf(RoomSocket socket) => socket.Client.Id.Value;

    private static Task RefreshAsync(StoreInstance instance) => instance.RoomUpkeep.RefreshAsync(CancellationToken.None);

    private async Task JoinAsync(RoomSocket socket) =>
        (await socket.Instance.Memberships.JoinAsync(socket.Client, _room, CancellationToken.None))
            .Outcome.IsDone.Should().BeTrue();

    private async Task<RoomSocket> EnterAsync(StoreInstance instance, params RoomSocket[] present)
    {
        var socket = new RoomSocket(instance);
        await JoinAsync(socket);
        foreach (var member in present)
        {
            await member.ExpectAsync("new-client", socket);
        }

        return socket;
    }

    /// <summary>Ann and Cat on one instance, Ben on the other.</summary>
    private async Task<(RoomSocket Ann, RoomSocket Ben, RoomSocket Cat)> ThreeAsync()
    {
        var ann = await EnterAsync(fleet.One);
        var ben = await EnterAsync(fleet.Other, ann);
        return (ann, ben, await EnterAsync(fleet.One, ann, ben));
    }

    /// <summary>A lease runs out, and sweeps have gone on long enough.</summary>
    private async Task LapseAsync(RoomSocket socket)
    {
        await Database.SortedSetAddAsync("room:leases", $"{NameOf(socket)} {_room}", 1);
        await Database.HashSetAsync(
            "room:sweeps", [new("since", 1), new("last", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())]);
    }

    private async Task TimeToLiveShouldBeAsync(string key, int seconds) =>
        (await Database.KeyTimeToLiveAsync(key)).Should().BeCloseTo(TimeSpan.FromSeconds(seconds - 2), TimeSpan.FromSeconds(2.5));
}
