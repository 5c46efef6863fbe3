using Goring.IntegrationTests.Harness;
using Goring.Web;
using Goring.Web.Rooms;
using Goring.Web.Signaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Rooms;

/// <summary>The limits of a socket hold for rooms as for calls, by the same code.</summary>
public sealed class RoomLimitTests
{
    private readonly string _room = RoomGuest.NewRoom();

    [Fact]
    public async Task Too_many_messages_get_rate_limited_and_then_1008_and_the_others_hear_the_leave()
    {
        await using var server = await StartAsync(("RATE_LIMIT_MESSAGES_PER_SECOND", "10"));
        await using var ann = await RoomGuest.EnterAsync(server, _room);
        await using var fast = await RoomGuest.EnterAsync(server, _room, ann);

        for (var i = 0; i < 1000 && !fast.Socket.IsClosed; i++)
        {
            try
            {
                await fast.OfferAsync("nobody");
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                break;
            }
        }

        (await fast.Socket.Closed).Code.Should().Be(1008);
        string? code;
        do
        {
            code = (string?)(await fast.Socket.NextAsync("error"))["code"];
        }
        while (code == "user_offline");
        code.Should().Be("rate_limited");
        await ann.ExpectAsync("leave-client", fast);
    }

    [Fact]
    public async Task Message_that_is_too_large_closes_with_1009()
    {
        await using var server = await StartAsync();
        await using var guest = await RoomGuest.ConnectAsync(server);

        await guest.OfferAsync("nobody", new string('x', 512 * 1024));

        (await guest.Socket.Closed).Code.Should().Be(1009);
    }

    [Fact]
    public async Task Room_holds_as_many_as_it_is_set_to()
    {
        await using var server = await StartAsync(("ROOM_MAX_MEMBERS", "2"));
        await using var ann = await RoomGuest.EnterAsync(server, _room);
        await using var ben = await RoomGuest.EnterAsync(server, _room, ann);
        await using var cat = await RoomGuest.ConnectAsync(server);

        await cat.JoinAsync(_room);

        await cat.ExpectErrorAsync("room_full");
        await ann.ExpectNothingAsync();
        await ben.LeaveAsync();
        await ann.ExpectAsync("leave-client", ben);
        await cat.JoinAsync(_room);
        await ann.ExpectAsync("new-client", cat);
    }

    [Fact]
    public async Task Server_that_stops_closes_with_1012_and_tells_v1_when_to_come_back()
    {
        await using var server = await StartAsync();
        await using var basic = await RoomGuest.EnterAsync(server, _room);
        await using var v1 = await RoomGuest.ConnectAsync(server, speaksV1: true);

        await server.StopAsync();

        (await basic.Socket.Closed).Code.Should().Be(1012);
        basic.Socket.HasFrames.Should().BeFalse();
        await v1.Socket.NextAsync("session.closing");
        (await v1.Socket.Closed).Code.Should().Be(1012);
    }

    [Fact]
    public async Task Member_that_answers_no_ping_is_dropped_and_the_others_hear_it()
    {
        await using var server = await StartWithTimesAsync(
            connections => connections with
            {
                PingInterval = TimeSpan.FromMilliseconds(200),
                PongTimeout = TimeSpan.FromMilliseconds(600),
            },
            rooms => rooms);
        await using var ann = await RoomGuest.EnterAsync(server, _room);
        await using var dead = await RawClient.ConnectAsync(server.Port, Person.New("dead"), "/connect");
        await dead.SendTextAsync($$$"""{"type":"join","payload":{"room_id":"{{{_room}}}"}}""");
        var joined = (string?)(await ann.Socket.NextAsync("new-client"))["client_id"];

        await dead.CutAsync(TimeSpan.FromSeconds(10));

        ((string?)(await ann.Socket.NextAsync("leave-client"))["client_id"]).Should().Be(joined);
    }

    [Fact]
    public async Task Everybody_is_sent_a_ping_without_a_payload_in_a_room_or_not()
    {
        await using var server = await StartWithTimesAsync(
            connections => connections, rooms => rooms with { PingInterval = TimeSpan.FromMilliseconds(200) });
        await using var idle = await RoomGuest.ConnectAsync(server);
        await using var member = await RoomGuest.ConnectAsync(server, speaksV1: true);
        await member.JoinAsync(_room);

        await Eventually.HoldsAsync(() => idle.Socket.Pings >= 2 && member.Socket.Pings >= 2, "both were pinged twice");
        await member.Socket.NextAsync("room-members");
        await idle.ExpectNothingAsync();
    }

    private static Task<GoringServer> StartAsync(params (string Name, string? Value)[] settings) =>
        GoringServer.StartAsync([("ROOMS_ANONYMOUS", "true"), .. settings]);

    private static Task<GoringServer> StartWithTimesAsync(
        Func<ConnectionSettings, ConnectionSettings> connections, Func<RoomSettings, RoomSettings> rooms)
    {
        var variables = TestSettings.With(("ROOMS_ANONYMOUS", "true"));
        var builder = WebApplication.CreateBuilder(["--environment=Production", $"--urls=http://127.0.0.1:{variables["PORT"]}"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(variables);
        builder.Services.AddGoring(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(connections(Instance<ConnectionSettings>()));
        builder.Services.AddSingleton(rooms(Instance<RoomSettings>()));
        return GoringServer.StartAsync(builder.Build().MapGoring(), variables);

        T Instance<T>() => (T)builder.Services.Single(service => service.ServiceType == typeof(T)).ImplementationInstance!;
    }
}
