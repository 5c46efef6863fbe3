using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Rooms;

namespace Goring.IntegrationTests.Proxies;

/// <summary>Calls over wss through a proxy that puts everybody where it likes.</summary>
public abstract class ProxyCallTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : ProxyFleet
{
    private const int Pairs = 15;

    [Fact]
    public async Task Users_on_both_instances_call_one_another()
    {
        var calls = await Eventually.AllAsync(Enumerable.Range(0, Pairs).Select(_ => CallAsync()));

        foreach (var server in fleet.Servers)
        {
            calls.SelectMany(call => new[] { call.Caller, call.Callee })
                .Count(party => Placement.ServerOf(party) == server.ServerId)
                .Should().BeInRange(Pairs / 2, Pairs * 3 / 2, "connections are spread, {0} has its part", server.ServerId);
        }

        calls.Should().Contain(
            call => Placement.ServerOf(call.Caller) != Placement.ServerOf(call.Callee), "then calls cross instances");
        foreach (var call in calls)
        {
            await call.ExpectAliveAsync();
            await call.EndAsync(call.Callee);
            await call.Caller.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Callee.Person));
            await call.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Takeover_by_a_connection_to_the_other_instance_keeps_the_call(bool speaksV1)
    {
        await using var placement = new Placement(fleet);
        await using var call = await CallAsync();
        var (older, person, server) = (call.Caller.Socket, call.Caller.Person, Placement.ServerOf(call.Caller));

        await using var newer = await placement.ElsewhereAsync(
            server, async () => await Party.ConnectAsync(fleet.Proxy.WebSocketUrl, person));

        (await older.Closed).Should().Be((4001, "replaced"));
        ((string?)newer.Ready!["call"]!["session_id"]).Should().Be(call.Session);
        await using var newest = await Party.ConnectAsync(fleet.Proxy.WebSocketUrl, person, speaksV1);
        (await newer.Socket.Closed).Should().Be((4001, "replaced"));
        await using var goesOn = new PartyCall(newest, call.Callee, call.Session);
        await goesOn.ExpectAliveAsync();
    }

    [Fact]
    public async Task Resume_on_the_other_instance_leaves_no_gap()
    {
        await using var placement = new Placement(fleet);
        await using var call = await CallAsync();
        var round = 0;

        await placement.ElsewhereAsync(Placement.ServerOf(call.Callee), async () =>
        {
            round++;
            call.Callee.Socket.Abort();
            for (var i = 0; i < 10; i++)
            {
                await call.RelayAsync(call.Caller, $"relay-{round}-{i}");
            }

            var back = await call.ReturnCalleeAsync(fleet.Proxy.WebSocketUrl);
            back.Resumed.Should().BeTrue();
            for (var i = 0; i < 10; i++)
            {
                await call.ExpectRelayAsync(back, $"relay-{round}-{i}");
            }

            return back;
        });

        await call.ExpectAliveAsync();
    }

    [Fact]
    public async Task Members_of_a_room_on_both_instances_reach_one_another()
    {
        var room = $"room-{Guid.NewGuid():N}";
        await using var first = await RoomGuest.ConnectAsync(fleet.Proxy.RoomsUrl, Person.New("guest"));
        await using var second = await RoomGuest.ConnectAsync(fleet.Proxy.RoomsUrl, Person.New("guest"));
        await using var third = await RoomGuest.ConnectAsync(fleet.Proxy.RoomsUrl, Person.New("guest"));
        await EnterAsync(first, room);
        await EnterAsync(second, room);
        await first.ExpectAsync("new-client", second);
        await EnterAsync(third, room);
        await first.ExpectAsync("new-client", third);
        await second.ExpectAsync("new-client", third);

        foreach (var (from, to) in new[] { (first, second), (second, third), (third, first) })
        {
            await from.OfferAsync(to.Id, $"from {from.Id}");
            ((string?)(await to.Socket.NextAsync("offer"))["sdp"]).Should().Be($"from {from.Id}");
        }

        await second.Socket.LeaveAsync();
        await first.ExpectAsync("leave-client", second);
    }

    /// <summary>The server pings over a silent socket; a proxy that cuts it sooner than the answers come is of no use.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Socket_on_which_nothing_is_sent_for_more_than_a_minute_lives()
    {
        await using var call = await CallAsync();

        await Task.WhenAny(call.Caller.Socket.Ended, call.Callee.Socket.Ended, Task.Delay(TimeSpan.FromSeconds(75)));

        await call.ExpectAliveAsync();
    }

    private async Task<PartyCall> CallAsync() =>
        await PartyCall.AcceptedAsync(await fleet.ConnectAsync("caller"), await fleet.ConnectAsync("callee"));

    private static async Task EnterAsync(RoomGuest guest, string room)
    {
        await guest.JoinAsync(room);
        await guest.ExpectNothingAsync();
    }
}

public sealed class NginxCallTests(NginxFleet fleet) : ProxyCallTests<NginxFleet>(fleet);

public sealed class HaproxyCallTests(HaproxyFleet fleet) : ProxyCallTests<HaproxyFleet>(fleet);
