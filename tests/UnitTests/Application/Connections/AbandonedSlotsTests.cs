using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>Slots that could not be given up when their connection went.</summary>
public sealed class AbandonedSlotsTests : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    private AbandonedSlots Abandoned => _server.Get<AbandonedSlots>();

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Fact]
    public async Task Closing_does_not_throw_where_the_store_is_down()
    {
        _server.Presence.ReleaseFault = new StoreUnavailableException();

        await _server.DisconnectAsync(_alice);

        Abandoned.Snapshot().Should().Equal(new SlotHolder(_alice.User.Id, _alice.Id));
        _server.Log.Lines.Should().Contain(
            $"Warning: The slot of alice on {_alice.Id} could not be given up; trying again");
    }

    [Fact]
    public async Task The_next_try_gives_the_slot_up()
    {
        await AbandonAliceAsync();

        await _server.Upkeep.CleanUpAsync(CancellationToken.None);
        await _server.SendAsync(_bob, Frames.Start("alice"));

        _bob.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "call.start"));
        Abandoned.Snapshot().Should().BeEmpty();
    }

    [Fact]
    public async Task The_next_try_ends_the_call()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await AbandonAliceAsync();

        await _server.Upkeep.CleanUpAsync(CancellationToken.None);

        _bob.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
    }

    [Fact]
    public async Task A_try_that_fails_is_tried_again()
    {
        await AbandonAliceAsync();
        _server.Presence.ReleaseFault = new StoreUnavailableException();

        var giveUp = () => _server.Upkeep.CleanUpAsync(CancellationToken.None);

        await giveUp.Should().ThrowAsync<StoreUnavailableException>();
        Abandoned.Snapshot().Should().ContainSingle();
    }

    [Fact]
    public async Task A_user_who_returned_meanwhile_keeps_slot_and_call()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await AbandonAliceAsync();
        var again = await _server.ConnectAsync(People.Alice);

        await _server.Upkeep.CleanUpAsync(CancellationToken.None);
        await _server.SendAsync(_bob, Frames.Offer(session));

        _bob.Take().Should().BeEmpty();
        again.Take().Should().Equal(Frames.Offer(session));
        Abandoned.Snapshot().Should().BeEmpty();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private async Task AbandonAliceAsync()
    {
        _server.Presence.ReleaseFault = new StoreUnavailableException();
        await _server.DisconnectAsync(_alice);
        _server.Presence.ReleaseFault = null;
    }
}
