using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Every row of docs/protocol.md, part 4, on real sockets.</summary>
public abstract class RoomTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private readonly string _room = RoomGuest.NewRoom();

    [Fact]
    public async Task Client_is_told_an_id_of_its_own_each_time()
    {
        await using var one = await RoomGuest.ConnectAsync(fleet.CallerSide);
        await using var other = await RoomGuest.ConnectAsync(fleet.CalleeSide);

        one.Id.Should().NotBe(other.Id);
        one.Id.Length.Should().BeGreaterThanOrEqualTo(32);
    }

    [Fact]
    public async Task Those_in_the_room_hear_of_a_newcomer_and_of_one_who_leaves()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);
        await using var cat = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann, ben);
        await using var elsewhere = await RoomGuest.EnterAsync(fleet.CalleeSide, RoomGuest.NewRoom());

        await cat.LeaveAsync();

        await ann.ExpectAsync("leave-client", cat);
        await ben.ExpectAsync("leave-client", cat);
        await cat.ExpectNothingAsync();
        await elsewhere.ExpectNothingAsync();
        await ann.ShouldReachAsync(ben);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Those_left_behind_hear_of_one_whose_socket_goes(bool withoutAWord)
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);

        if (withoutAWord)
        {
            ben.Socket.Abort();
        }
        else
        {
            await ben.Socket.LeaveAsync();
        }

        await ann.ExpectAsync("leave-client", ben);
        await ann.OfferAsync(ben.Id);
        await ann.ExpectErrorAsync("user_offline");
    }

    [Fact]
    public async Task Offer_answer_and_candidates_reach_the_one_they_are_for_as_they_were_sent()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);
        await using var cat = await RoomGuest.EnterAsync(fleet.CallerSide, _room, ann, ben);
        (string Type, string Fields)[] signals =
        [
            ("offer", """  "sdp" : "v=0\r\né", "extra":[1, {"client_id":"x"}] """),
            ("answer", "\"sdp\":\"v=1\""),
            ("ice-candidate", "\"candidate\":\"candidate:1\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0,\"usernameFragment\":\"u\""),
            ("ice-candidate", "\"candidate\":\"\",\"sdpMid\":null"),
        ];
        foreach (var (from, to) in new[] { (ann, ben), (ben, ann), (ann, cat) })
        {
            foreach (var (type, fields) in signals)
            {
                await from.Socket.SendRawAsync("{\"type\":\"" + type + "\",\"payload\":{\"client_id\":\"" + to.Id + "\"," + fields + "}}");

                (await to.Socket.NextAsync()).Should().Be(
                    "{\"type\":\"" + type + "\",\"payload\":{\"client_id\":\"" + from.Id + "\"," + fields + "}}");
            }
        }

        await cat.ExpectNothingAsync();
    }

    [Fact]
    public async Task What_one_sends_arrives_in_the_order_sent()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);

        for (var i = 0; i < 300; i++)
        {
            await ben.OfferAsync(ann.Id, $"{i}");
        }

        await ben.LeaveAsync();

        for (var i = 0; i < 300; i++)
        {
            ((string?)(await ann.Socket.NextAsync("offer"))["sdp"]).Should().Be($"{i}");
        }

        await ann.ExpectAsync("leave-client", ben);
    }

    [Fact]
    public async Task Second_join_leaves_the_first_room()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);
        var other = RoomGuest.NewRoom();
        await using var cat = await RoomGuest.EnterAsync(fleet.CallerSide, other);

        await ben.JoinAsync(other);

        await ann.ExpectAsync("leave-client", ben);
        await cat.ExpectAsync("new-client", ben);
        await cat.ShouldReachAsync(ben);
        await ben.OfferAsync(ann.Id);
        await ben.ExpectErrorAsync("user_offline");
    }

    [Fact]
    public async Task Join_of_the_room_one_is_in_tells_nobody()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.EnterAsync(fleet.CalleeSide, _room, ann);

        await ben.JoinAsync(_room);
        await ben.ShouldReachAsync(ann);

        await ann.ExpectNothingAsync();
        await ben.ExpectNothingAsync();
        await ann.ShouldReachAsync(ben);
    }

    [Fact]
    public async Task Leave_in_no_room_does_nothing_and_a_room_can_be_entered_again()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.ConnectAsync(fleet.CalleeSide);

        await ben.Socket.SendRawAsync("""{"type":"leave","payload":null}""");
        for (var i = 0; i < 3; i++)
        {
            await ben.JoinAsync(_room);
            await ann.ExpectAsync("new-client", ben);
            await ann.ShouldReachAsync(ben);
            await ben.LeaveAsync();
            await ann.ExpectAsync("leave-client", ben);
        }

        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Offer_before_a_join_and_to_one_who_is_not_in_the_room_are_errors()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        await using var ben = await RoomGuest.ConnectAsync(fleet.CalleeSide);

        await ben.OfferAsync(ann.Id);
        await ben.ExpectErrorAsync("invalid_state");
        await ann.OfferAsync(ben.Id);
        await ann.ExpectErrorAsync("user_offline");
        await ann.OfferAsync(ann.Id);
        await ann.ExpectErrorAsync("invalid_message");
        await ann.Socket.SendRawAsync("{\"type\":\"call.start\",\"payload\":{\"callee_id\":\"x\"}}");
        await ann.ExpectErrorAsync("invalid_message");

        await ben.ExpectNothingAsync();
    }

    [Fact]
    public async Task Join_while_the_socket_is_dropped_leaves_no_ghost()
    {
        await using var ann = await RoomGuest.EnterAsync(fleet.CallerSide, _room);
        for (var i = 0; i < 20; i++)
        {
            await using var ben = await RoomGuest.ConnectAsync(fleet.CalleeSide);
            await ben.JoinAsync(_room);
            ben.Socket.Abort();
        }

        // Of those whose join was read, each left; the last word of all that came is a leave.
        HashSet<string> there = [];
        await using var last = await RoomGuest.ConnectAsync(fleet.CalleeSide);
        await last.JoinAsync(_room);
        var lastLeft = false;
        while (!lastLeft || there.Count > 0)
        {
            var (type, payload) = await ann.NextAsync();
            var client = (string)payload["client_id"]!;
            (type == "new-client" ? there.Add(client) : there.Remove(client)).Should().BeTrue("{0} of {1}", type, client);
            if (client == last.Id)
            {
                lastLeft |= type == "leave-client";
                await last.LeaveAsync();
            }
        }
    }

    [Fact]
    public async Task Connections_of_one_user_do_not_take_over_from_one_another()
    {
        var person = Person.New("person");
        await using var phone = await RoomGuest.ConnectAsync(fleet.CallerSide, person);
        await using var tablet = await RoomGuest.ConnectAsync(fleet.CalleeSide, person);

        await phone.JoinAsync(_room);
        await phone.ExpectNothingAsync();
        await tablet.JoinAsync(_room);

        await phone.ExpectAsync("new-client", tablet);
        await phone.ShouldReachAsync(tablet);
    }
}

public sealed class EmbeddedRoomTests(EmbeddedRoomFleet fleet) : RoomTests<EmbeddedRoomFleet>(fleet);

public sealed class RedisRoomTests(RedisRoomFleet fleet) : RoomTests<RedisRoomFleet>(fleet);

public sealed class RedisPairRoomTests(RedisPairRoomFleet fleet) : RoomTests<RedisPairRoomFleet>(fleet);
