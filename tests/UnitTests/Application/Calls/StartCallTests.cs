using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class StartCallTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Fact]
    public async Task The_callee_is_rung_with_the_callers_profile()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        await _server.SendAsync(alice, Frames.Start("bob"));

        var ring = bob.Take().Should().ContainSingle().Subject;
        var session = InMemoryServer.SessionOf(ring);
        ring.Should().Be(
            $$$$"""{"type":"call.ring","payload":{"session_id":"{{{{session}}}}","caller_id":"alice","caller_info":{{{{People.AliceInfo}}}}}}""");
    }

    [Fact]
    public async Task The_caller_hears_ringing_with_the_same_session()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        var error = await _server.SendAsync(alice, Frames.Start("bob"));

        error.Should().BeNull();
        var session = InMemoryServer.SessionOf(bob.Take().Single());
        alice.Take().Should().Equal(
            $$$"""{"type":"call.ringing","payload":{"session_id":"{{{session}}}","callee_id":"bob"}}""");
    }

    [Fact]
    public async Task Empty_fields_of_the_profile_are_left_out()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        await _server.SendAsync(bob, Frames.Start("alice"));

        var ring = alice.Take().Single();
        ring.Should().EndWith(@",""caller_id"":""bob"",""caller_info"":{""user_id"":""bob""}}}");
    }

    [Fact]
    public async Task A_user_who_is_not_connected_is_offline()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        var error = await _server.SendAsync(alice, Frames.Start("bob"));

        error.Should().Be(ErrorCode.UserOffline);
        alice.Take().Should().Equal(Frames.Error("user_offline", Frames.Offline, "call.start"));
    }

    [Fact]
    public async Task A_start_that_was_refused_leaves_nobody_busy()
    {
        var (alice, carol) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Carol));

        await _server.SendAsync(alice, Frames.Start("bob"));

        (await _server.SendAsync(carol, Frames.Start("alice"))).Should().BeNull();
    }

    [Fact]
    public async Task A_caller_in_a_call_is_busy()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        var carol = await _server.ConnectAsync(People.Carol);
        await _server.RingAsync(alice, bob);

        var error = await _server.SendAsync(alice, Frames.Start("carol"));

        error.Should().Be(ErrorCode.UserBusy);
        alice.Take().Should().Equal(Frames.Error("user_busy", Frames.Busy, "call.start"));
        carol.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_callee_in_a_call_is_busy()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        var carol = await _server.ConnectAsync(People.Carol);
        await _server.CallAsync(alice, bob);

        await _server.SendAsync(carol, Frames.Start("bob"));

        carol.Take().Should().Equal(Frames.Error("user_busy", Frames.Busy, "call.start"));
        bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_callee_who_rings_back_is_busy()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        await _server.RingAsync(alice, bob);

        await _server.SendAsync(bob, Frames.Start("alice"));

        bob.Take().Should().Equal(Frames.Error("user_busy", Frames.Busy, "call.start"));
        alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Of_two_users_who_ring_each_other_at_once_one_is_busy()
    {
        for (var round = 0; round < 50; round++)
        {
            using var server = new InMemoryServer();
            var (alice, bob) = (await server.ConnectAsync(People.Alice), await server.ConnectAsync(People.Bob));
            using var together = new Barrier(2);

            var errors = await Task.WhenAll(RingAsync(alice, "bob"), RingAsync(bob, "alice"));

            errors.Should().BeEquivalentTo(new ErrorCode?[] { null, ErrorCode.UserBusy });

            Task<ErrorCode?> RingAsync(FakeClient from, string callee) => Task.Run(() =>
            {
                together.SignalAndWait(TimeSpan.FromSeconds(5));
                return server.SendAsync(from, Frames.Start(callee));
            });
        }
    }

    [Fact]
    public async Task A_user_who_spent_their_quota_is_rate_limited()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        _server.Quota.Spend(People.Alice);

        var error = await _server.SendAsync(alice, Frames.Start("bob"));

        error.Should().Be(ErrorCode.RateLimited);
        alice.Take().Should().Equal(
            Frames.Error("rate_limited", "too many calls in a minute, wait a little", "call.start"));
        bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_quota_is_the_callers_alone()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        _server.Quota.Spend(People.Bob);

        (await _server.SendAsync(alice, Frames.Start("bob"))).Should().BeNull();
        bob.Take().Should().ContainSingle();
    }

    public void Dispose() => _server.Dispose();
}
