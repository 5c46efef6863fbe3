using System.Diagnostics;
using Goring.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.Rooms;

/// <summary>A server of a fleet is killed and does not come back; those left behind are on two others.</summary>
[Trait("Category", "Slow")]
public sealed class RoomKilledServerTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Members_of_a_killed_server_are_gone_for_the_others_within_45_seconds()
    {
        var room = RoomGuest.NewRoom();
        await using var redis = await RedisServer.StartAsync();
        await using var killed = await StartAsync(redis);
        await using var one = await StartAsync(redis);
        await using var two = await StartAsync(redis);
        await using var ann = await EnterAsync(one, room);
        await using var ben = await EnterAsync(killed, room, ann);
        await using var cat = await EnterAsync(two, room, ann, ben);
        await using var dan = await EnterAsync(killed, room, ann, ben, cat);

        killed.Send(Signal.Kill);
        var begun = Stopwatch.GetTimestamp();

        foreach (var left in new[] { ann, cat })
        {
            string[] gone = [await GoneAsync(left), await GoneAsync(left)];
            gone.Should().BeEquivalentTo(ben.Id, dan.Id);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        output.WriteLine($"{took.TotalSeconds:F1} s");
        took.Should().BeLessThan(Promise);
        await ann.ShouldReachAsync(cat);
        await cat.ShouldReachAsync(ann);
        await ann.OfferAsync(ben.Id);
        await ann.ExpectErrorAsync("user_offline");
    }

    private static Task<GoringProcess> StartAsync(RedisServer redis) =>
        GoringProcess.StartReadyAsync(("REDIS_ADDR", redis.Address), ("ROOMS_ANONYMOUS", "true"));

    private static async Task<RoomGuest> EnterAsync(GoringProcess server, string room, params RoomGuest[] present)
    {
        var guest = await RoomGuest.ConnectAsync(server.Port);
        await guest.JoinAsync(room);
        await guest.ExpectNothingAsync();
        foreach (var other in present)
        {
            await other.ExpectAsync("new-client", guest);
        }

        return guest;
    }

    private static async Task<string> GoneAsync(RoomGuest guest)
    {
        var (type, payload) = await guest.NextAsync(Promise + TimeSpan.FromSeconds(15));
        type.Should().Be("leave-client");
        return (string)payload["client_id"]!;
    }
}
