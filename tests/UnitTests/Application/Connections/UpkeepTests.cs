using Goring.Application.Calls;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>What an instance does again and again, and what it makes of a store that fails.</summary>
public sealed class UpkeepTests : IAsyncLifetime, IDisposable
{
    private static readonly RefreshReport Fine = new([], [], []);

    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Fact]
    public async Task A_ring_that_is_over_is_ended_by_a_tick()
    {
        var session = await _server.RingAsync(_alice, _bob);
        _server.Time.Advance(InMemoryServer.RingTimeout);

        await TickAsync();

        _alice.Take().Should().Equal(Frames.Ended(session, "no_answer"));
    }

    [Fact]
    public async Task A_connection_whose_slot_was_taken_is_closed_by_a_tick_after_10_seconds()
    {
        _server.Presence.Report = Fine with { Taken = [_alice] };
        await TickAsync();
        _alice.Closes.Should().BeEmpty();

        _server.Time.Advance(IPresence.RefreshInterval);
        await TickAsync();

        _alice.Closes.Should().Equal(CloseReason.Replaced);
    }

    [Fact]
    public async Task Whoever_asks_for_a_refresh_gets_it_at_the_next_tick()
    {
        _server.Presence.Report = Fine with { Taken = [_alice] };
        _server.Upkeep.RequestRefresh();

        await TickAsync();

        _alice.Closes.Should().Equal(CloseReason.Replaced);
    }

    [Fact]
    public async Task An_outage_is_logged_once_and_so_is_its_end()
    {
        _server.Presence.RefreshFault = new StoreUnavailableException();
        _server.Upkeep.RequestRefresh();
        await TickAsync();
        await TickAsync();
        _server.Presence.RefreshFault = null;
        await TickAsync();
        await TickAsync();

        _server.Log.Lines.Count(line => line.StartsWith("Error: The store fails", StringComparison.Ordinal)).Should().Be(1);
        _server.Log.Lines.Count(line => line.StartsWith("Information: The store is back", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task After_an_outage_nobody_is_lost_before_all_could_say_who_is_there()
    {
        var session = await _server.RingAsync(_alice, _bob);
        _server.Presence.RefreshFault = new StoreUnavailableException();
        _server.Upkeep.RequestRefresh();
        await TickAsync();
        _server.Presence.RefreshFault = null;
        _server.Time.Advance(InMemoryServer.RingTimeout);

        await TickAsync();
        _alice.Take().Should().BeEmpty();
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        await TickAsync();

        _alice.Take().Should().Equal(Frames.Ended(session, "no_answer"));
    }

    [Fact]
    public async Task A_call_that_the_store_lost_ends_for_its_clients_at_the_second_look()
    {
        var session = await _server.RingAsync(_alice, _bob);
        _alice.Call = new SessionId(session);
        _server.Presence.Report = Fine with { Callless = [_alice, _bob] };

        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);
        _alice.Take().Should().BeEmpty();
        _server.Time.Advance(TimeSpan.FromSeconds(5));
        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);
        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);

        _alice.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
        _alice.Call.Should().BeNull();
        _bob.Take().Should().BeEmpty("bob was told of no call that is gone");
    }

    [Fact]
    public async Task Of_one_who_has_not_got_all_events_nothing_is_concluded()
    {
        _alice.Call = new SessionId("gone");
        _server.Presence.Report = Fine with { Callless = [_alice], Behind = [_alice] };

        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);
        _server.Time.Advance(TimeSpan.FromMinutes(1));
        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);

        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_whose_start_was_not_answered_in_time_is_ended_when_the_store_is_back()
    {
        var session = await _server.RingAsync(_alice, _bob);
        _server.Get<AbandonedCalls>().Add(new SessionId(session), People.Alice);

        await TickAsync();

        _bob.Take().Should().Equal(Frames.Ended(session, "ended_by_user", People.AliceInfo));
        _server.Get<AbandonedCalls>().Snapshot().Should().BeEmpty();
    }

    [Fact]
    public async Task A_start_that_the_store_does_not_answer_is_remembered()
    {
        _server.Calls.Fault = new StoreUnavailableException();

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _server.Get<AbandonedCalls>().Snapshot().Should().ContainSingle().Which.Value.Should().Be(People.Alice);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private Task TickAsync() => _server.Upkeep.TickAsync(CancellationToken.None);
}
