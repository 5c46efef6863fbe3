using System.Net;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Redis is away: nobody who stays connected is thrown out of a room, and nobody who left stays in it.</summary>
public sealed class RoomOutageTests
{
    private readonly string _room = RoomGuest.NewRoom();

    [Fact]
    public async Task Members_are_in_their_room_again_after_Redis_lost_everything_and_those_who_left_are_not()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        await using var ann = await RoomGuest.EnterAsync(one, _room);
        await using var ben = await RoomGuest.EnterAsync(other, _room, ann);
        await using var cat = await RoomGuest.EnterAsync(other, _room, ann, ben);

        await redis.KillAsync();
        await ann.OfferAsync(ben.Id);
        await ann.ExpectErrorAsync("internal_error");
        cat.Socket.Abort();
        await redis.RestartAsync();

        await ReachesAsync(ann, ben);
        await ReachesAsync(ben, ann);

        // That one left could not be told while Redis was away: it is at the second look.
        var patience = TimeSpan.FromSeconds(40);
        foreach (var left in new[] { ann, ben })
        {
            var (type, payload) = await left.NextAsync(patience);
            type.Should().Be("leave-client");
            ((string?)payload["client_id"]).Should().Be(cat.Id);
        }

        await ann.ShouldReachAsync(ben);
        await ben.ShouldReachAsync(ann);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Members_hear_nothing_of_an_outage_that_is_longer_than_their_leases()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        await using var ann = await RoomGuest.EnterAsync(one, _room);
        await using var ben = await RoomGuest.EnterAsync(other, _room, ann);

        redis.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(33));
        redis.Thaw();
        await Eventually.HoldsAsync(async () => await IsReadyAsync(one) && await IsReadyAsync(other), "both are ready");

        // Sweeps begin again 5 s after the return.
        await Task.Delay(TimeSpan.FromSeconds(8));
        await ann.ShouldReachAsync(ben);
        await ben.ShouldReachAsync(ann);
    }

    [Fact]
    public async Task Newcomer_is_told_internal_error_while_Redis_hangs_and_is_in_no_room()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var ann = await RoomGuest.EnterAsync(one, _room);
        redis.Freeze();
        await using var ben = await RoomGuest.ConnectAsync(one);

        await ben.JoinAsync(_room);
        await ben.ExpectErrorAsync("internal_error");
        await ben.OfferAsync(ann.Id);
        await ben.ExpectErrorAsync("invalid_state");
        redis.Thaw();

        // The join that came through late is taken back.
        await ann.ExpectAsync("new-client", ben);
        await ann.ExpectAsync("leave-client", ben);
        await ben.JoinAsync(_room);
        await ann.ExpectAsync("new-client", ben);
        await ann.ShouldReachAsync(ben);
    }

    private static Task<GoringServer> StartAsync(RedisServer redis) =>
        GoringServer.StartAsync(("REDIS_ADDR", redis.Address), ("ROOMS_ANONYMOUS", "true"));

    private static async Task<bool> IsReadyAsync(GoringServer server)
    {
        using var response = await Handshake.GetAsync(server, "health/ready");
        return response.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Offers until one arrives; what was refused, or lost while Redis came back, is offered again.</summary>
    private static async Task ReachesAsync(RoomGuest from, RoomGuest to) => await Eventually.HoldsAsync(
        async () =>
        {
            await from.OfferAsync(to.Id, "again");
            try
            {
                var (type, payload) = await to.NextAsync(TimeSpan.FromMilliseconds(300));
                (type, (string?)payload["client_id"]).Should().Be(("offer", from.Id));
                return true;
            }
            catch (TimeoutException)
            {
                while (from.Socket.HasFrames)
                {
                    (await from.NextAsync()).Type.Should().Be("error");
                }

                return false;
            }
        },
        "they reach one another again",
        seconds: 20);
}
