using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class PeerLostTests : IAsyncLifetime, IDisposable
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
    public async Task The_callee_hears_that_the_caller_was_lost()
    {
        var session = await _server.CallAsync(_alice, _bob);

        await _server.DisconnectAsync(_alice);

        _bob.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
    }

    [Fact]
    public async Task The_caller_hears_that_the_callee_was_lost_while_it_rang()
    {
        var session = await _server.RingAsync(_alice, _bob);

        await _server.DisconnectAsync(_bob);

        _alice.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
    }

    [Fact]
    public async Task The_one_left_behind_is_free()
    {
        await _server.CallAsync(_alice, _bob);
        await _server.DisconnectAsync(_alice);
        var carol = await _server.ConnectAsync(People.Carol);

        (await _server.SendAsync(carol, Frames.Start("bob"))).Should().BeNull();
    }

    [Fact]
    public async Task The_one_who_was_lost_is_free_when_they_return()
    {
        await _server.CallAsync(_alice, _bob);
        await _server.DisconnectAsync(_alice);

        var again = await _server.ConnectAsync(People.Alice);

        (await _server.SendAsync(again, Frames.Start("bob"))).Should().BeNull();
    }

    [Fact]
    public async Task Nobody_hears_of_a_user_who_was_in_no_call()
    {
        await _server.DisconnectAsync(_alice);

        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task When_both_are_lost_the_session_is_gone()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await _server.DisconnectAsync(_alice);
        await _server.DisconnectAsync(_bob);
        var again = await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(again, Frames.About("call.end", session));

        again.Take().Should().Equal(Frames.Error("session_not_found", Frames.NoSuchSession, "call.end", session));
    }

    [Fact]
    public async Task A_user_who_left_cannot_be_called()
    {
        await _server.DisconnectAsync(_bob);

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _alice.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "call.start"));
    }

    [Fact]
    public async Task A_loss_that_could_not_be_told_at_once_is_told_when_its_deadline_is_due()
    {
        var session = await _server.CallAsync(_alice, _bob);
        _server.Calls.Fault = new StoreUnavailableException();
        await _server.DisconnectAsync(_alice);
        _server.Calls.Fault = null;

        await _server.SweepAfterAsync(IDeadlines.ClaimLease);

        _bob.Take().Should().Equal(Frames.Ended(session, "peer_disconnected"));
    }

    [Fact]
    public async Task When_neither_loss_could_be_told_the_call_still_ends_once()
    {
        var session = await _server.CallAsync(_alice, _bob);
        _server.Calls.Fault = new StoreUnavailableException();
        await _server.DisconnectAsync(_alice);
        await _server.DisconnectAsync(_bob);
        _server.Calls.Fault = null;

        await _server.SweepAfterAsync(IDeadlines.ClaimLease);

        _server.Log.Lines.Where(line => line == $"Information: Call {session} ended: PeerDisconnected")
            .Should().ContainSingle();
    }

    [Fact]
    public async Task A_user_who_returned_before_the_loss_was_told_stays_in_the_call()
    {
        var session = await _server.CallAsync(_alice, _bob);
        _server.Calls.Fault = new StoreUnavailableException();
        await _server.DisconnectAsync(_alice);
        _server.Calls.Fault = null;
        var again = await _server.ConnectAsync(People.Alice);

        await _server.SweepAfterAsync(IDeadlines.ClaimLease);

        _bob.Take().Should().BeEmpty();
        (await _server.SendAsync(again, Frames.Offer(session))).Should().BeNull();
    }

    [Fact]
    public async Task A_user_who_returns_while_the_loss_is_being_told_stays_in_the_call()
    {
        var session = await _server.CallAsync(_alice, _bob);
        FakeClient again = null!;
        _server.Calls.AfterNextStep = async _ => again = await _server.ConnectAsync(People.Alice);

        await _server.DisconnectAsync(_alice);

        _bob.Take().Should().BeEmpty();
        (await _server.SendAsync(again, Frames.Offer(session))).Should().BeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
