using Goring.Application.Connections;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>One connection a user: the newer takes over.</summary>
public sealed class TakeOverTests : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Fact]
    public async Task The_older_connection_is_closed_as_replaced()
    {
        var newer = await _server.ConnectAsync(People.Alice);

        _alice.Closes.Should().Equal(CloseReason.Replaced);
        newer.Closes.Should().BeEmpty();
    }

    [Fact]
    public async Task The_call_goes_on_over_the_newer_one()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var newer = await _server.ConnectAsync(People.Alice);
        await _server.DisconnectAsync(_alice);

        await _server.SendAsync(_bob, Frames.Offer(session));
        await _server.SendAsync(newer, Frames.About("call.end", session));

        newer.Take().Should().Equal(Frames.Offer(session));
        _bob.Take().Should().Equal(Frames.Ended(session, "ended_by_user", People.AliceInfo));
    }

    [Fact]
    public async Task Nothing_reaches_the_older_one_any_more()
    {
        await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(_bob, Frames.Start("alice"));

        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task That_the_older_one_goes_is_no_loss_to_the_peer()
    {
        await _server.CallAsync(_alice, _bob);
        await _server.ConnectAsync(People.Alice);

        await _server.DisconnectAsync(_alice);

        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task That_the_older_one_goes_does_not_free_the_slot_of_the_newer()
    {
        var newer = await _server.ConnectAsync(People.Alice);

        await _server.DisconnectAsync(_alice);
        await _server.SendAsync(_bob, Frames.Start("alice"));

        newer.Take().Should().ContainSingle();
    }

    [Fact]
    public async Task Once_the_newer_one_is_lost_too_the_call_ends()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var newer = await _server.ConnectAsync(People.Alice);
        await _server.DisconnectAsync(_alice);

        await _server.DisconnectAsync(newer);

        _bob.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
    }

    [Fact]
    public async Task Of_three_the_last_one_stays()
    {
        var second = await _server.ConnectAsync(People.Alice);

        var third = await _server.ConnectAsync(People.Alice);

        _alice.Closes.Should().Equal(CloseReason.Replaced);
        second.Closes.Should().Equal(CloseReason.Replaced);
        third.Closes.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_user_is_not_touched()
    {
        await _server.ConnectAsync(People.Alice);

        _bob.Closes.Should().BeEmpty();
    }

    [Fact]
    public async Task A_connection_that_lost_its_slot_unheard_is_closed_at_the_next_refresh()
    {
        var stranger = new FakeClient(People.Alice);
        _server.Registry.Add(stranger);
        _server.Registry.Seat(stranger.Id);

        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);

        stranger.Closes.Should().Equal(CloseReason.Replaced);
        _server.Log.Lines.Should().Contain(
            $"Warning: The slot of alice belongs to another connection than {stranger.Id}");
    }

    [Fact]
    public async Task A_refresh_leaves_those_who_hold_their_slot_alone()
    {
        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);

        _alice.Closes.Should().BeEmpty();
        _bob.Closes.Should().BeEmpty();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
