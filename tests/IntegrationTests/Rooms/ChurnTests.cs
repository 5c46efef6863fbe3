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

    /// <summary>After so long the store's budget of 1.5 s for an answer may have been this machine's to miss.</summary>
    private static readonly TimeSpan MachineStoodStill = TimeSpan.FromMilliseconds(700);

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ROOM_CHURN_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 12);

    [Fact]
    public async Task No_error_no_ghost_and_nothing_left_on_two_instances()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);

        var (faults, stall) = await ChurnAsync([one, other], Duration);

        (faults == 0 || stall > MachineStoodStill).Should().BeTrue("{0} faults and a stall of {1}", faults, stall);
        await NothingIsLeftAsync(redis, one, other);
    }

    [Fact]
    public async Task No_ghost_and_nothing_left_where_Redis_hung_in_the_middle_of_it()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        var churning = ChurnAsync([one, other], Duration / 2);

        await Task.Delay(Duration / 4);
        redis.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        redis.Thaw();

        (await churning).Faults.Should().BePositive("Redis was away");
        await NothingIsLeftAsync(redis, one, other);
    }

    [Fact]
    public async Task No_error_no_ghost_and_nothing_left_on_the_embedded_store()
    {
        await using var server = await StartAsync(null);

        (await ChurnAsync([server], Duration / 4)).Faults.Should().Be(0);

        await Eventually.HoldsAsync(() => AreEmpty(server), "all have gone", seconds: 30);
        server.Get<InMemoryRooms>().Count.Should().Be(0);
        await IsHealthyAsync(server);
    }

    private static Task<GoringServer> StartAsync(RedisServer? redis) =>
        GoringServer.StartAsync(("REDIS_ADDR", redis?.Address ?? ""), ("ROOMS_ANONYMOUS", "true"));

    private static bool AreEmpty(GoringServer server) =>
        server.Get<ConnectionRegistry>().Count == 0 && server.Get<RoomClients>().Snapshot().Count == 0;

    /// <summary>No connection, no member, no key; what was left behind is taken out at once, not when its lease runs out.</summary>
    private static async Task NothingIsLeftAsync(RedisServer redis, params GoringServer[] servers)
    {
        await Eventually.HoldsAsync(() => servers.All(AreEmpty), "all have gone", seconds: 20);
        using var plain = await redis.ConnectAsync();
        var keys = plain.GetServer(plain.GetEndPoints()[0]);
        string[] left = [];
        await Eventually.HoldsAsync(
            () => (left = [.. keys.Keys(pattern: "room:*").Select(key => (string)key!)]).Length == 0,
            () => $"no key is left, but {left.Length} are: {string.Join(' ', left.Take(5))}",
            seconds: 20);
        foreach (var server in servers)
        {
            await IsHealthyAsync(server);
        }
    }

    private static async Task IsHealthyAsync(GoringServer server)
    {
        using var response = await Handshake.GetAsync(server, "health");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        await using var ann = await RoomGuest.EnterAsync(server, "after");
        await using var ben = await RoomGuest.EnterAsync(server, "after", ann);
        await ann.ShouldReachAsync(ben);
    }

    /// <summary>How much later than asked for a timer came: how long this process, servers included, did not get on.</summary>
    private static async Task<TimeSpan> LongestStallAsync(CancellationToken over)
    {
        var step = TimeSpan.FromMilliseconds(50);
        var longest = TimeSpan.Zero;
        while (!over.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            await Task.Delay(step, CancellationToken.None);
            var late = Stopwatch.GetElapsedTime(begun) - step;
            longest = late > longest ? late : longest;
        }

        return longest;
    }

    private async Task<(int Faults, TimeSpan Stall)> ChurnAsync(GoringServer[] servers, TimeSpan duration)
    {
        var begun = Stopwatch.GetTimestamp();
        var run = $"churn-{Guid.NewGuid():N}";
        Visitor[] visitors = [];
        visitors =
        [
            .. Enumerable.Range(0, Rooms * MembersOfARoom).Select(i => new Visitor(
                servers[i / Rooms % servers.Length], $"{run}-{i % Rooms}", new Random(i), GoesOn)),
        ];

        using var over = new CancellationTokenSource();
        var watching = LongestStallAsync(over.Token);
        await Eventually.AllAsync(visitors.Select(visitor => visitor.RunAsync()), seconds: duration.TotalSeconds + 120);
        await over.CancelAsync();
        var stall = await watching;

        var (visits, exchanges) = (visitors.Sum(visitor => visitor.Visits), visitors.Sum(visitor => visitor.Exchanges));
        var faults = visitors.Sum(visitor => visitor.Faults);
        output.WriteLine(
            $"{visits} visits, {exchanges} exchanges and {faults} faults in {Stopwatch.GetElapsedTime(begun).TotalSeconds:F0} s "
            + $"on {servers.Length}; the longest stall was {stall.TotalMilliseconds:F0} ms");
        exchanges.Should().BeGreaterThan(Rooms, "they meet");
        return (faults, stall);

        // On a busy machine it takes its time until all have come.
        bool GoesOn() =>
            Stopwatch.GetElapsedTime(begun) < duration || visitors.Sum(visitor => visitor.Exchanges) <= Rooms;
    }
}
