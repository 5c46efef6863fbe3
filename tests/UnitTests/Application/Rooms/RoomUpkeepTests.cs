using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

/// <summary>What an instance makes of a store that has lost members, or has others than its clients know.</summary>
public sealed class RoomUpkeepTests : IAsyncLifetime, IDisposable
{
    private readonly RoomServer _server = new();
    private FakeRoomSocket _ann = null!;
    private FakeRoomSocket _ben = null!;

    private RoomLease AnnsLease => _ann.Client.Lease!;

    public async Task InitializeAsync()
    {
        _ann = await _server.EnterAsync("r");
        _ben = await _server.EnterAsync("r", _ann);
    }

    [Fact]
    public async Task What_a_client_has_missed_it_is_told()
    {
        var missed = new RoomMember(new ClientId("missed"), 99);
        var lease = AnnsLease;
        _server.Store.Renewal = RoomRenewal.AllWell with
        {
            Differing = [(lease, [new(_ann.Client.Id, lease.Seat.Number), new(_ben.Client.Id, lease.Highest), missed])],
        };

        await RefreshAsync();
        await RefreshAsync();

        _ann.Take().Should().Equal(RoomFrames.About("new-client", "missed"));
    }

    [Fact]
    public async Task A_peer_that_the_store_does_not_have_is_told_as_gone_at_the_second_look()
    {
        var lease = AnnsLease;
        _server.Store.Renewal = RoomRenewal.AllWell with { Differing = [(lease, [new(_ann.Client.Id, lease.Seat.Number)])] };

        await RefreshAsync();
        _ann.Take().Should().BeEmpty();
        _server.Time.Advance(RoomView.MissingIsGone);
        await RefreshAsync();

        _ann.Take().Should().Equal(RoomFrames.Left(_ben));
    }

    [Fact]
    public async Task A_member_that_was_lost_is_put_back_and_nobody_hears_of_it()
    {
        _server.Store.Renewal = RoomRenewal.AllWell with { Missing = [AnnsLease] };

        await RefreshAsync();

        _ann.Take().Should().BeEmpty();
        _ben.Take().Should().BeEmpty();
        _server.Log.Lines.Should().Contain("Warning: The store has lost 1 members of rooms; putting them back");
    }

    [Fact]
    public async Task A_member_that_counted_as_gone_starts_over()
    {
        var lease = AnnsLease;
        _server.Store.Renewal = RoomRenewal.AllWell with { Missing = [lease] };
        _server.Store.Restored = new(Outcome.Done, 77, [new(_ben.Client.Id, lease.Highest)]);

        await RefreshAsync();

        _ann.Take().Should().Equal(RoomFrames.Left(_ben));
        _ann.Client.Lease.Should().Be(new RoomLease(_ann.Client, new(new RoomId("r"), 77), Count: 2, Highest: 77));
    }

    [Fact]
    public async Task A_member_that_cannot_be_put_back_is_told_that_the_room_is_full()
    {
        _server.Store.Renewal = RoomRenewal.AllWell with { Missing = [AnnsLease] };
        _server.Store.Restored = RoomEntry.Full;

        await RefreshAsync();

        _ann.Take().Should().Equal(RoomFrames.Left(_ben), RoomFrames.Full);
        _ann.Client.Seat.Should().BeNull();
    }

    [Fact]
    public async Task One_who_has_left_since_is_not_put_back()
    {
        var lease = AnnsLease;
        await _server.SendAsync(_ann, RoomFrames.Leave);
        _ = _ben.Take();
        _server.Store.Renewal = RoomRenewal.AllWell with { Missing = [lease] };

        await RefreshAsync();

        _ben.Take().Should().BeEmpty();
        (await _server.SendAsync(_ben, RoomFrames.Offer(_ann.Name))).Should().Be(ErrorCode.UserOffline);
    }

    [Fact]
    public async Task What_was_found_of_an_earlier_stay_is_dropped()
    {
        var lease = AnnsLease;
        await _server.SendAsync(_ann, RoomFrames.Join("other"));
        _server.Store.Renewal = RoomRenewal.AllWell with { Differing = [(lease, [new(new ClientId("missed"), 99)])] };

        await RefreshAsync();

        _ann.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Sweeps_go_on_while_there_is_more()
    {
        _server.Store.Lapsed.Enqueue(100);
        _server.Store.Lapsed.Enqueue(3);

        await _server.Get<RoomUpkeep>().SweepAsync(CancellationToken.None);

        _server.Store.Lapsed.Should().BeEmpty();
        _server.Log.Lines.Should().Contain("Information: 3 members of rooms were not renewed and are taken out");
    }

    [Fact]
    public async Task After_an_outage_nobody_lapses_before_all_could_say_who_is_there()
    {
        var upkeep = _server.Get<Upkeep>();
        _server.Store.Fault = new StoreUnavailableException();
        upkeep.RequestRefresh();
        await upkeep.TickAsync(CancellationToken.None);
        _server.Store.Fault = null;
        _server.Store.Lapsed.Enqueue(3);

        await upkeep.TickAsync(CancellationToken.None);
        _server.Store.Lapsed.Should().HaveCount(1);
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        await upkeep.TickAsync(CancellationToken.None);

        _server.Store.Lapsed.Should().BeEmpty();
    }

    [Fact]
    public void Who_is_told_too_much_before_the_store_answers_is_cut_off()
    {
        _ann.Client.HoldNews();

        for (var i = 0; i <= 1024; i++)
        {
            _ann.Client.Hear(1, new RoomEvent.Relayed("{}"u8.ToArray()));
        }

        _ann.Closes.Should().Equal(CloseReason.TooSlow);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private Task RefreshAsync() => _server.Get<RoomUpkeep>().RefreshAsync(CancellationToken.None);
}
