using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

/// <summary>What a <c>goring.v1</c> client of rooms gets beside the base messages.</summary>
public sealed class RoomV1Tests : IDisposable
{
    private readonly RoomServer _server = new();

    [Fact]
    public async Task A_join_is_answered_by_the_list_of_who_is_there()
    {
        var ann = _server.Connect(People.Alice);
        await _server.SendAsync(ann, RoomFrames.Join("r"));
        var nobody = await _server.EnterAsync("r", ann);
        var v1 = _server.Connect(People.Bob, speaksV1: true);

        await _server.SendAsync(v1, """{"type":"join","id":"7","payload":{"room_id":"r"}}""");

        v1.Take().Should().Equal(
            $$$$"""{"type":"room-members","id":"7","payload":{"room_id":"r","members":[{"client_id":"{{{{ann.Name}}}}","user":{{{{People.AliceInfo}}}}},{"client_id":"{{{{nobody.Name}}}}"}]}}""");
    }

    [Fact]
    public async Task Of_a_newcomer_it_is_told_the_user_and_others_are_not()
    {
        var basic = await _server.EnterAsync("r");
        var v1 = _server.Connect(speaksV1: true);
        await _server.SendAsync(v1, RoomFrames.Join("r"));
        _ = v1.Take();
        _ = basic.Take();
        var newcomer = _server.Connect(People.Alice);

        await _server.SendAsync(newcomer, RoomFrames.Join("r"));

        basic.Take().Should().Equal(RoomFrames.New(newcomer));
        v1.Take().Should().Equal(
            $$$$"""{"type":"new-client","payload":{"client_id":"{{{{newcomer.Name}}}}","user":{{{{People.AliceInfo}}}}}}""");
        newcomer.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task An_offer_does_not_overtake_the_list()
    {
        var v1 = _server.Connect(speaksV1: true);
        _server.Store.AfterNextJoin = () => v1.Client.Hear(1, new RoomEvent.Relayed("an offer"u8.ToArray()));

        await _server.SendAsync(v1, RoomFrames.Join("r"));

        v1.Take().Should().Equal("""{"type":"room-members","payload":{"room_id":"r","members":[]}}""", "an offer");
    }

    [Fact]
    public async Task A_command_without_a_reply_is_acknowledged_where_it_has_an_id()
    {
        var v1 = _server.Connect(speaksV1: true);

        await _server.SendAsync(v1, """{"type":"leave","id":"a"}""");
        await _server.SendAsync(v1, """{"type":"ping","id":"b"}""");
        await _server.SendAsync(v1, """{"type":"offer","id":"c","payload":{"client_id":"x","sdp":"v"}}""");

        v1.Take().Should().Equal(
            """{"type":"ack","id":"a","payload":{}}""",
            """{"type":"pong","id":"b","payload":{}}""",
            """{"type":"error","id":"c","payload":{"error":"you are in no room","code":"invalid_state"}}""");
    }

    [Fact]
    public async Task A_second_join_of_the_same_room_is_answered_by_the_list_again()
    {
        var v1 = _server.Connect(speaksV1: true);
        await _server.SendAsync(v1, RoomFrames.Join("r"));
        _ = v1.Take();

        await _server.SendAsync(v1, RoomFrames.Join("r"));

        v1.Take().Should().Equal("""{"type":"room-members","payload":{"room_id":"r","members":[]}}""");
        v1.Client.Seat.Should().Be(new RoomSeat(new RoomId("r"), 1));
    }

    public void Dispose() => _server.Dispose();
}
