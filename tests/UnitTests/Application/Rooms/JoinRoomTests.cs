using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

public sealed class JoinRoomTests : IDisposable
{
    private readonly RoomServer _server = new(capacity: 3);

    [Fact]
    public void A_client_is_told_its_id_first()
    {
        var socket = new FakeRoomSocket(_server.Time);

        _server.Get<RoomLifetime>().Open(socket, socket.Client);

        socket.Take().Should().Equal(RoomFrames.About("notify-client-id", socket.Name));
    }

    [Fact]
    public async Task Those_who_are_in_hear_of_the_newcomer_and_the_newcomer_of_nobody()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        var elsewhere = await _server.EnterAsync("other");

        var cat = await _server.EnterAsync("r", ann, ben);

        cat.Take().Should().BeEmpty();
        elsewhere.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Joining_the_room_one_is_in_tells_nobody_twice()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);

        (await _server.SendAsync(ben, RoomFrames.Join("r"))).Should().BeNull();

        ann.Take().Should().BeEmpty();
        ben.Take().Should().BeEmpty();
        await IsReachableAsync(ann, ben);
        await IsReachableAsync(ben, ann);
    }

    [Fact]
    public async Task A_second_join_leaves_the_first_room()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        var cat = await _server.EnterAsync("other");

        (await _server.SendAsync(ben, RoomFrames.Join("other"))).Should().BeNull();

        ann.Take().Should().Equal(RoomFrames.Left(ben));
        cat.Take().Should().Equal(RoomFrames.New(ben));
        await IsReachableAsync(cat, ben);
        (await _server.SendAsync(ben, RoomFrames.Offer(ann.Name))).Should().Be(ErrorCode.UserOffline);
    }

    [Fact]
    public async Task One_more_than_the_room_holds_gets_room_full()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        await _server.EnterAsync("r", ann, ben);
        var dan = _server.Connect();

        (await _server.SendAsync(dan, RoomFrames.Join("r"))).Should().Be(ErrorCode.RoomFull);

        dan.Take().Should().Equal(RoomFrames.Full);
        ann.Take().Should().BeEmpty();
        (await _server.SendAsync(dan, RoomFrames.Offer(ann.Name))).Should().Be(ErrorCode.InvalidState);
    }

    [Fact]
    public async Task Who_is_refused_stays_in_the_room_they_were_in()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        await _server.EnterAsync("r", ann, ben);
        var host = await _server.EnterAsync("other");
        var guest = await _server.EnterAsync("other", host);

        (await _server.SendAsync(guest, RoomFrames.Join("r"))).Should().Be(ErrorCode.RoomFull);

        host.Take().Should().BeEmpty();
        _ = guest.Take();
        await IsReachableAsync(host, guest);
    }

    [Fact]
    public async Task What_is_sent_before_the_store_has_answered_comes_once_it_has()
    {
        var ann = await _server.EnterAsync("r");
        var ben = _server.Connect();
        _server.Store.AfterNextJoin = () =>
        {
            var number = ann.Client.Lease!.Highest;
            ben.Client.Hear(number, new RoomEvent.Relayed("early"u8.ToArray()));
            ben.Client.Hear(number - 1, new RoomEvent.Relayed("of an earlier stay"u8.ToArray()));
            ben.Take().Should().BeEmpty();
        };

        await _server.SendAsync(ben, RoomFrames.Join("r"));

        ben.Take().Should().Equal("early");
    }

    [Fact]
    public async Task A_join_that_the_store_does_not_answer_is_taken_back()
    {
        var ann = await _server.EnterAsync("r");
        var host = await _server.EnterAsync("other");
        var guest = await _server.EnterAsync("other", host);
        _server.Store.LateFault = new StoreUnavailableException();

        (await _server.SendAsync(guest, RoomFrames.Join("r"))).Should().Be(ErrorCode.InternalError);

        guest.Take().Should().Equal(RoomFrames.Fault);
        _ = host.Take();
        _ = ann.Take();
        _server.Store.LateFault = null;
        await _server.Get<RoomUpkeep>().CleanUpAsync(CancellationToken.None);
        ann.Take().Should().Equal(RoomFrames.Left(guest));
        _server.Store.Left.Should().BeEquivalentTo(
            new[] { (guest.Client.Id, new RoomId("r")), (guest.Client.Id, new RoomId("other")) });
        _server.Get<AbandonedMembers>().Snapshot().Should().BeEmpty();
    }

    [Fact]
    public async Task One_who_is_in_by_then_is_not_taken_out()
    {
        var ann = await _server.EnterAsync("r");
        var ben = _server.Connect();
        _server.Store.LateFault = new StoreUnavailableException();
        await _server.SendAsync(ben, RoomFrames.Join("r"));
        _server.Store.LateFault = null;
        (await _server.SendAsync(ben, RoomFrames.Join("r"))).Should().BeNull();
        ann.Take().Should().Equal(RoomFrames.New(ben));

        await _server.Get<RoomUpkeep>().CleanUpAsync(CancellationToken.None);

        ann.Take().Should().BeEmpty();
        _ = ben.Take();
        await IsReachableAsync(ann, ben);
    }

    [Fact]
    public async Task Joining_the_room_one_is_in_while_the_store_fails_changes_nothing()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        _server.Store.Fault = new StoreUnavailableException();

        (await _server.SendAsync(ben, RoomFrames.Join("r"))).Should().Be(ErrorCode.InternalError);

        _server.Store.Fault = null;
        _ = ben.Take();
        await IsReachableAsync(ann, ben);
        _server.Get<AbandonedMembers>().Snapshot().Should().BeEmpty();
    }

    public void Dispose() => _server.Dispose();

    private async Task IsReachableAsync(FakeRoomSocket from, FakeRoomSocket to)
    {
        (await _server.SendAsync(from, RoomFrames.Offer(to.Name))).Should().BeNull();
        to.Take().Should().Equal(RoomFrames.Offer(from.Name));
    }
}
