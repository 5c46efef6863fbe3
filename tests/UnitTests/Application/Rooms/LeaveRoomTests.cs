using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

public sealed class LeaveRoomTests : IDisposable
{
    private readonly RoomServer _server = new();

    [Theory]
    [InlineData("""{"type":"leave"}""")]
    [InlineData("""{"type":"leave","payload":null}""")]
    [InlineData("""{"payload":null,"type":"leave"}""")]
    [InlineData("""{"type":"leave","payload":{}}""")]
    [InlineData("""{"type":"leave","payload":{"room_id":"other"}}""")]
    public async Task Those_left_behind_hear_it(string leave)
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);

        (await _server.SendAsync(ben, leave)).Should().BeNull();

        ann.Take().Should().Equal(RoomFrames.Left(ben));
        ben.Take().Should().BeEmpty();
        (await _server.SendAsync(ann, RoomFrames.Offer(ben.Name))).Should().Be(ErrorCode.UserOffline);
    }

    [Fact]
    public async Task In_no_room_nothing_happens()
    {
        var ann = _server.Connect();

        (await _server.SendAsync(ann, RoomFrames.Leave)).Should().BeNull();

        ann.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_last_to_leave_ends_the_room()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        await _server.SendAsync(ann, RoomFrames.Leave);
        _server.RoomCount.Should().Be(1);

        await _server.SendAsync(ben, RoomFrames.Leave);

        _server.RoomCount.Should().Be(0);
    }

    [Fact]
    public async Task A_client_whose_socket_is_lost_leaves()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);

        await _server.DisconnectAsync(ben);

        ann.Take().Should().Equal(RoomFrames.Left(ben));
        _server.Get<RoomClients>().Snapshot().Should().Equal(ann.Client);
    }

    [Fact]
    public async Task A_leave_that_the_store_cannot_do_is_done_when_it_can()
    {
        var ann = await _server.EnterAsync("r");
        var ben = await _server.EnterAsync("r", ann);
        var cat = await _server.EnterAsync("r", ann, ben);
        _server.Store.Fault = new StoreUnavailableException();

        await _server.DisconnectAsync(ben);
        (await _server.SendAsync(cat, RoomFrames.Leave)).Should().Be(ErrorCode.InternalError);
        _server.Store.Fault = null;
        ann.Take().Should().BeEmpty();
        await _server.Get<RoomUpkeep>().CleanUpAsync(CancellationToken.None);

        ann.Take().Should().BeEquivalentTo(RoomFrames.Left(ben), RoomFrames.Left(cat));
    }

    public void Dispose() => _server.Dispose();
}
