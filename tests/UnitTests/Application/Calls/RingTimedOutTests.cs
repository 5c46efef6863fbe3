using Goring.Application.Ports;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class RingTimedOutTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Fact]
    public async Task Both_hear_no_answer_when_the_ring_time_is_over()
    {
        var session = await _server.RingAsync(_alice, _bob);

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);

        _alice.Take().Should().Equal(Frames.Ended(session, "no_answer"));
        _bob.Take().Should().Equal(Frames.Ended(session, "no_answer"));
    }

    [Fact]
    public async Task A_moment_before_it_still_rings()
    {
        var session = await _server.RingAsync(_alice, _bob);

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout - Moment);

        _alice.Take().Should().BeEmpty();
        (await _server.SendAsync(_bob, Frames.About("call.accept", session))).Should().BeNull();
    }

    [Fact]
    public async Task They_hear_it_once()
    {
        await _server.RingAsync(_alice, _bob);
        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);
        _alice.Take();

        await _server.SweepAfterAsync(IDeadlines.ClaimLease + Moment);

        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_is_busy_afterwards()
    {
        await _server.RingAsync(_alice, _bob);

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);

        (await _server.SendAsync(_bob, Frames.Start("alice"))).Should().BeNull();
    }

    [Fact]
    public async Task The_session_is_gone_afterwards()
    {
        var session = await _server.RingAsync(_alice, _bob);
        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);
        _bob.Take();

        await _server.SendAsync(_bob, Frames.About("call.accept", session));

        _bob.Take().Should().Equal(Frames.Error("session_not_found", Frames.NoSuchSession, "call.accept", session));
    }

    [Fact]
    public async Task An_accepted_call_goes_on()
    {
        var session = await _server.CallAsync(_alice, _bob);

        await _server.SweepAfterAsync(2 * InMemoryServer.RingTimeout);

        _alice.Take().Should().BeEmpty();
        _bob.Take().Should().BeEmpty();
        (await _server.SendAsync(_alice, Frames.Offer(session))).Should().BeNull();
    }

    [Theory]
    [InlineData("call.reject")]
    [InlineData("call.end")]
    public async Task A_call_that_is_over_does_not_time_out(string type)
    {
        var session = await _server.RingAsync(_alice, _bob);
        await _server.SendAsync(_bob, Frames.About(type, session));
        _alice.Take();

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);

        _alice.Take().Should().BeEmpty();
        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Each_call_has_a_ring_time_of_its_own()
    {
        var first = await _server.RingAsync(_alice, _bob);
        var (carol, dave) = (await _server.ConnectAsync(People.Carol), await _server.ConnectAsync(People.Dave));
        _server.Time.Advance(Moment);
        await _server.RingAsync(carol, dave);

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout - Moment);

        _alice.Take().Should().Equal(Frames.Ended(first, "no_answer"));
        carol.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_one_who_is_connected_hears_it_though_the_other_is_being_replaced()
    {
        var session = await _server.RingAsync(_alice, _bob);
        var newer = await _server.ConnectAsync(People.Bob);

        await _server.SweepAfterAsync(InMemoryServer.RingTimeout);

        _bob.Take().Should().BeEmpty();
        newer.Take().Should().Equal(Frames.Ended(session, "no_answer"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
