using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>Deadlines: claimed by one, given back by time, dropped once they are dealt with.</summary>
public sealed class DeadlinesTests : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;
    private string _session = "";

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
        _session = await _server.RingAsync(_alice, _bob);
    }

    [Fact]
    public async Task What_is_due_is_claimed_once()
    {
        _server.Time.Advance(InMemoryServer.RingTimeout);

        var first = await ClaimAsync();
        var second = await ClaimAsync();

        first.Should().ContainSingle().Which.Should().Be(new Deadline(
            DeadlineKind.RingEnds,
            _session,
            (ManualTime.Start + InMemoryServer.RingTimeout + IDeadlines.ClaimLease).ToUnixTimeMilliseconds()));
        second.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_not_due_yet_is_not_claimed()
    {
        _server.Time.Advance(InMemoryServer.RingTimeout - TimeSpan.FromMilliseconds(1));

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_claim_that_came_to_nothing_is_due_again_after_its_lease()
    {
        _server.Time.Advance(InMemoryServer.RingTimeout);
        await ClaimAsync();

        _server.Time.Advance(IDeadlines.ClaimLease);

        (await ClaimAsync()).Should().ContainSingle().Which.Subject.Should().Be(_session);
    }

    [Fact]
    public async Task A_sweep_that_failed_is_made_up_for_after_the_lease()
    {
        _server.Calls.Fault = new StoreUnavailableException();
        var sweep = () => _server.SweepAfterAsync(InMemoryServer.RingTimeout);
        await sweep.Should().ThrowAsync<StoreUnavailableException>();
        _server.Calls.Fault = null;

        await _server.SweepAfterAsync(IDeadlines.ClaimLease);

        _alice.Take().Should().Equal(Frames.Ended(_session, "no_answer"));
    }

    [Fact]
    public async Task What_was_dealt_with_is_not_due_again()
    {
        _server.Time.Advance(InMemoryServer.RingTimeout);
        var claimed = (await ClaimAsync()).Single();

        await _server.Deadlines.CompleteAsync(claimed, CancellationToken.None);
        _server.Time.Advance(IDeadlines.ClaimLease);

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Completing_a_claim_does_not_drop_a_deadline_that_was_set_anew()
    {
        await LoseAliceUnheardAsync();
        _server.Time.Advance(IDeadlines.ClaimLease);
        var claimed = (await ClaimAsync()).Single();
        var again = await _server.ConnectAsync(People.Alice);
        _server.Time.Advance(TimeSpan.FromMilliseconds(1));
        await LoseUnheardAsync(again);

        await _server.Deadlines.CompleteAsync(claimed, CancellationToken.None);
        await _server.SweepAfterAsync(IDeadlines.ClaimLease);

        _bob.Take().Should().Equal(Frames.Ended(_session, "peer_disconnected"));
    }

    [Fact]
    public async Task A_user_who_returned_has_no_deadline()
    {
        await LoseAliceUnheardAsync();
        await _server.ConnectAsync(People.Alice);

        _server.Time.Advance(IDeadlines.ClaimLease);

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_user_in_no_call_has_no_deadline()
    {
        await _server.SendAsync(_alice, Frames.About("call.end", _session));
        await _server.DisconnectAsync(_alice);

        _server.Time.Advance(TimeSpan.FromHours(1));

        (await ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_claim_takes_no_more_than_it_asks_for()
    {
        await LoseAliceUnheardAsync();
        _server.Time.Advance(InMemoryServer.RingTimeout);

        var first = await _server.Deadlines.ClaimDueAsync(1, CancellationToken.None);
        var second = await _server.Deadlines.ClaimDueAsync(1, CancellationToken.None);

        first.Concat(second).Select(deadline => deadline.Kind)
            .Should().Equal(DeadlineKind.PeerReturns, DeadlineKind.RingEnds);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private ValueTask<IReadOnlyList<Deadline>> ClaimAsync() => _server.Deadlines.ClaimDueAsync(10, CancellationToken.None);

    private Task LoseAliceUnheardAsync() => LoseUnheardAsync(_alice);

    /// <summary>As if the instance died between giving up the slot and ending the call.</summary>
    private async Task LoseUnheardAsync(FakeClient client)
    {
        _server.Calls.Fault = new StoreUnavailableException();
        await _server.DisconnectAsync(client);
        _server.Calls.Fault = null;
    }
}
