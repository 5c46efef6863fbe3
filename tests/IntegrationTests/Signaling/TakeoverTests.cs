using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>One connection a user over the whole fleet: the newest, which goes on where the older stopped.</summary>
public abstract class TakeoverTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Newer_connection_closes_the_older_with_4001(bool onTheOther)
    {
        await using var older = await fleet.CallerAsync();

        await using var newer = await ConnectAsync(older.Person, onTheOther);

        (await older.Closed).Should().Be((4001, "replaced"));
        await newer.ExpectNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_goes_on_over_the_newer_connection(bool onTheOther)
    {
        await using var call = await fleet.AcceptedAsync();

        await using var newer = await ConnectAsync(call.Caller.Person, onTheOther);

        await call.Caller.Closed;
        await newer.SendAsync("call.check", new { session_id = call.Session });
        await newer.ExpectAsync("call.check_result", call.Standing("accepted"));
        await call.Callee.SendAsync("webrtc.answer", new { session_id = call.Session, sdp = "to the newer" });
        ((string?)(await newer.NextAsync("webrtc.answer"))["sdp"]).Should().Be("to the newer");
        await newer.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "from the newer" });
        ((string?)(await call.Callee.NextAsync("webrtc.offer"))["sdp"]).Should().Be("from the newer");
        await newer.SendAsync("call.end", new { session_id = call.Session });
        await call.Callee.ExpectAsync("call.ended", call.Ended("ended_by_user", call.Caller));
    }

    [Fact]
    public async Task Callee_may_answer_on_a_newer_connection()
    {
        await using var call = await fleet.RingingAsync();
        await using var newer = await ConnectAsync(call.Callee.Person, onTheOther: false);

        await newer.SendAsync("call.accept", new { session_id = call.Session });

        await call.Caller.ExpectAsync("call.accepted", call.CalleeAnswered());
    }

    [Fact]
    public async Task New_calls_ring_on_the_newer_connection()
    {
        await using var older = await fleet.CalleeAsync();
        await using var newer = await ConnectAsync(older.Person, onTheOther: false);
        await using var caller = await fleet.CallerAsync();

        await Call.StartAsync(caller, newer);
    }

    [Fact]
    public async Task Loss_of_a_replaced_connection_ends_nothing()
    {
        await using var call = await fleet.AcceptedAsync();
        var newer = await ConnectAsync(call.Callee.Person, onTheOther: false);
        await using var newest = await ConnectAsync(call.Callee.Person, onTheOther: true);

        newer.Abort();
        call.Callee.Abort();
        await newer.DisposeAsync();
        await call.Callee.DisposeAsync();

        await call.Caller.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "still here" });
        ((string?)(await newest.NextAsync("webrtc.offer"))["sdp"]).Should().Be("still here");
    }

    [Fact]
    public async Task Of_twenty_connections_at_once_one_is_left_and_it_is_reachable()
    {
        var person = Person.New("twenty");
        await using var caller = await fleet.CallerAsync();

        var connections = await Eventually.AllAsync(
            Enumerable.Range(0, 20).Select(i => ConnectAsync(person, onTheOther: i % 2 == 0)));

        await Eventually.HoldsAsync(
            () => connections.Count(connection => !connection.IsClosed) == 1, "one connection is left");
        var left = connections.Single(connection => !connection.IsClosed);
        await Call.StartAsync(caller, left);
        foreach (var connection in connections)
        {
            if (connection != left)
            {
                (await connection.Closed).Should().Be((4001, "replaced"));
            }

            await connection.DisposeAsync();
        }
    }

    private Task<TestClient> ConnectAsync(Person person, bool onTheOther) =>
        onTheOther ? fleet.CalleeAsync(person) : fleet.CallerAsync(person);
}

public sealed class EmbeddedTakeoverTests(EmbeddedFleet fleet) : TakeoverTests<EmbeddedFleet>(fleet);

public sealed class RedisTakeoverTests(RedisFleet fleet) : TakeoverTests<RedisFleet>(fleet);

public sealed class RedisPairTakeoverTests(RedisPairFleet fleet) : TakeoverTests<RedisPairFleet>(fleet);
