using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>Many at once, and one who is quick: nothing is lost, nobody is left busy.</summary>
public abstract class CrowdTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task Call_back_from_inside_the_handler_of_ended_is_never_busy()
    {
        await using var one = await fleet.CallerAsync("one");
        await using var other = await fleet.CalleeAsync("other");
        var call = await Call.StartAsync(one, other);
        for (var round = 0; round < 1000; round++)
        {
            var (by, to) = round % 2 == 0 ? (one, other) : (other, one);
            await call.SendAsync(by, "call.end");
            await to.NextAsync("call.ended");

            // Whoever hears of the end is free, and so is the one who ended it.
            await to.SendAsync("call.start", new { callee_id = by.Id });

            var session = (string)(await to.NextAsync("call.ringing"))["session_id"]!;
            await by.NextAsync("call.ring");
            call = new Call(to, by, session);
        }
    }

    [Fact]
    public async Task Hundred_pairs_who_call_the_moment_their_sockets_open_all_ring()
    {
        var people = Enumerable.Range(0, 100).Select(_ => (Caller: Person.New("caller"), Callee: Person.New("callee")));

        await Eventually.AllAsync(people.Select(async pair =>
        {
            var sockets = await Task.WhenAll(fleet.CallerAsync(pair.Caller), fleet.CalleeAsync(pair.Callee));
            await using var call = await Call.StartAsync(sockets[0], sockets[1]);
            await call.AcceptAsync();
            await call.EndAsync(call.Callee);
        }));
    }

    [Fact]
    public async Task User_is_rung_the_moment_their_socket_opens_round_after_round()
    {
        await using var caller = await fleet.CallerAsync();
        var person = Person.New("returning");
        for (var round = 0; round < 200; round++)
        {
            await using var callee = await fleet.CalleeAsync(person);
            var call = await Call.StartAsync(caller, callee);
            callee.Abort();
            await caller.ExpectAsync("call.ended", call.Ended("peer_disconnected"));
        }
    }
}

public sealed class EmbeddedCrowdTests(EmbeddedFleet fleet) : CrowdTests<EmbeddedFleet>(fleet);

public sealed class RedisCrowdTests(RedisFleet fleet) : CrowdTests<RedisFleet>(fleet);

public sealed class RedisPairCrowdTests(RedisPairFleet fleet) : CrowdTests<RedisPairFleet>(fleet);
