using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

/// <summary><c>call.accept</c> and <c>call.reject</c>.</summary>
public sealed class AnsweringTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Fact]
    public async Task The_caller_hears_accepted_with_the_callees_profile()
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(bob, alice);

        var error = await _server.SendAsync(alice, Frames.About("call.accept", session));

        error.Should().BeNull();
        bob.Take().Should().Equal(
            $$$$"""{"type":"call.accepted","payload":{"session_id":"{{{{session}}}}","callee_info":{{{{People.AliceInfo}}}}}}""");
        alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_caller_hears_rejected_with_the_callees_profile()
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(bob, alice);

        var error = await _server.SendAsync(alice, Frames.About("call.reject", session));

        error.Should().BeNull();
        bob.Take().Should().Equal(
            $$$$"""{"type":"call.rejected","payload":{"session_id":"{{{{session}}}}","callee_info":{{{{People.AliceInfo}}}}}}""");
        alice.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    public async Task The_caller_may_not_answer_their_own_call(string type)
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(alice, bob);

        var error = await _server.SendAsync(alice, Frames.About(type, session));

        error.Should().Be(ErrorCode.Unauthorized);
        alice.Take().Should().Equal(Frames.Error("unauthorized", Frames.Unauthorized, type, session));
        bob.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    [InlineData("call.end")]
    [InlineData("call.check")]
    public async Task A_stranger_may_do_nothing(string type)
    {
        var (alice, bob) = await ConnectAsync();
        var carol = await _server.ConnectAsync(People.Carol);
        var session = await _server.RingAsync(alice, bob);

        await _server.SendAsync(carol, Frames.About(type, session));

        carol.Take().Should().Equal(Frames.Error("unauthorized", Frames.Unauthorized, type, session));
        alice.Take().Should().BeEmpty();
        bob.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    public async Task A_call_that_was_accepted_cannot_be_answered_again(string type)
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.CallAsync(alice, bob);

        var error = await _server.SendAsync(bob, Frames.About(type, session));

        error.Should().Be(ErrorCode.InvalidState);
        bob.Take().Should().Equal(Frames.Error("invalid_state", Frames.NotNow, type, session));
        alice.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData("call.accept")]
    [InlineData("call.reject")]
    [InlineData("call.end")]
    public async Task A_session_that_never_was_is_not_found(string type)
    {
        var bob = await _server.ConnectAsync(People.Bob);

        var error = await _server.SendAsync(bob, Frames.About(type, "no-such"));

        error.Should().Be(ErrorCode.SessionNotFound);
        bob.Take().Should().Equal(Frames.Error("session_not_found", Frames.NoSuchSession, type, "no-such"));
    }

    [Fact]
    public async Task A_call_that_was_rejected_is_not_found()
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(alice, bob);
        await _server.SendAsync(bob, Frames.About("call.reject", session));

        await _server.SendAsync(bob, Frames.About("call.accept", session));

        bob.Take().Should().Equal(
            Frames.Error("session_not_found", Frames.NoSuchSession, "call.accept", session));
    }

    [Fact]
    public async Task Nobody_is_busy_after_a_rejection()
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(alice, bob);

        await _server.SendAsync(bob, Frames.About("call.reject", session));

        (await _server.SendAsync(bob, Frames.Start("alice"))).Should().BeNull();
    }

    [Fact]
    public async Task Of_racing_answers_exactly_one_wins()
    {
        var (alice, bob) = await ConnectAsync();
        var session = await _server.RingAsync(alice, bob);

        var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => _server.SendAsync(bob, Frames.About("call.accept", session)))));

        errors.Where(error => error is null).Should().ContainSingle();
        errors.Where(error => error == ErrorCode.InvalidState).Should().HaveCount(7);
        alice.Take().Should().ContainSingle();
    }

    public void Dispose() => _server.Dispose();

    private async Task<(FakeClient Alice, FakeClient Bob)> ConnectAsync() =>
        (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
}
