using System.Diagnostics;
using System.Globalization;
using System.Net;
using Goring.Application.Connections;
using Goring.Application.Rooms;
using Goring.Infrastructure.InMemory;
using Goring.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Nothing else runs beside it: it takes what the machine has.</summary>
[CollectionDefinition(nameof(Churn), DisableParallelization = true)]
public sealed class Churn;

/// <summary>
/// Two hundred rooms of four whose members connect, join, exchange and leave, by a word or without one, all the time.
/// <c>ROOM_CHURN_SECONDS</c> says for how long on Redis; 12 s otherwise, and a quarter of it on the embedded store.
/// </summary>
[Collection(nameof(Churn))]
public sealed class ChurnTests(ITestOutputHelper output)
{
    private const int Rooms = 200;
    private const int MembersOfARoom = 4;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ROOM_CHURN_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 12);

    [Fact]
    public async Task No_error_no_ghost_and_nothing_left_on_two_instances()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);

        await ChurnAsync([one, other], Duration);

        await Eventually.HoldsAsync(() => AreEmpty(one) && AreEmpty(other), "all have gone", seconds: 30);
        using var plain = await redis.ConnectAsync();
        var keys = plain.GetServer(plain.GetEndPoints()[0]);
        await Eventually.HoldsAsync(() => !keys.Keys(pattern: "room:*").Any(), "no key is left", seconds: 30);
        await IsHealthyAsync(one);
        await IsHealthyAsync(other);
    }

    [Fact]
    public async Task No_error_no_ghost_and_nothing_left_on_the_embedded_store()
    {
        await using var server = await StartAsync(null);

        await ChurnAsync([server], Duration / 4);

        await Eventually.HoldsAsync(() => AreEmpty(server), "all have gone", seconds: 30);
        server.Get<InMemoryRooms>().Count.Should().Be(0);
        await IsHealthyAsync(server);
    }

    private static Task<GoringServer> StartAsync(RedisServer? redis) =>
        GoringServer.StartAsync(("REDIS_ADDR", redis?.Address ?? ""), ("ROOMS_ANONYMOUS", "true"));

    private static bool AreEmpty(GoringServer server) =>
        server.Get<ConnectionRegistry>().Count == 0 && server.Get<RoomClients>().Snapshot().Count == 0;

    private static async Task IsHealthyAsync(GoringServer server)
    {
        using var response = await Handshake.GetAsync(server, "health");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        await using var ann = await RoomGuest.EnterAsync(server, "after");
        await using var ben = await RoomGuest.EnterAsync(server, "after", ann);
        await ann.ShouldReachAsync(ben);
    }

    private async Task ChurnAsync(GoringServer[] servers, TimeSpan duration)
    {
        var begun = Stopwatch.GetTimestamp();
        var run = $"churn-{Guid.NewGuid():N}";
        Visitor[] visitors = [];
        visitors =
        [
            .. Enumerable.Range(0, Rooms * MembersOfARoom).Select(i => new Visitor(
                servers[i / Rooms % servers.Length], $"{run}-{i % Rooms}", new Random(i), GoesOn)),
        ];

        await Eventually.AllAsync(visitors.Select(visitor => visitor.RunAsync()), seconds: duration.TotalSeconds + 120);

        var (visits, exchanges) = (visitors.Sum(visitor => visitor.Visits), visitors.Sum(visitor => visitor.Exchanges));
        output.WriteLine(
            $"{visits} visits and {exchanges} exchanges in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s on {servers.Length}");
        exchanges.Should().BeGreaterThan(Rooms, "they meet");

        // On a busy machine it takes its time until all have come.
        bool GoesOn() =>
            Stopwatch.GetElapsedTime(begun) < duration || visitors.Sum(visitor => visitor.Exchanges) <= Rooms;
    }
}
