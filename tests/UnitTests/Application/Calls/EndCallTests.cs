using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class EndCallTests : IAsyncLifetime, IDisposable
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
    public async Task The_callee_hears_that_the_caller_hung_up_while_it_rang()
    {
        var session = await _server.RingAsync(_alice, _bob);

        var error = await _server.SendAsync(_alice, Frames.About("call.end", session));

        error.Should().BeNull();
        _bob.Take().Should().Equal(Frames.Ended(session, "ended_by_user", People.AliceInfo));
        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_caller_hears_that_the_callee_ended_it_while_it_rang()
    {
        var session = await _server.RingAsync(_alice, _bob);

        await _server.SendAsync(_bob, Frames.About("call.end", session));

        _alice.Take().Should().Equal(Frames.Ended(session, "ended_by_user", People.BobInfo));
        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Either_may_end_an_accepted_call()
    {
        var session = await _server.CallAsync(_alice, _bob);

        await _server.SendAsync(_bob, Frames.About("call.end", session));

        _alice.Take().Should().Equal(Frames.Ended(session, "ended_by_user", People.BobInfo));
    }

    [Fact]
    public async Task A_second_end_finds_no_session()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await _server.SendAsync(_alice, Frames.About("call.end", session));
        _bob.Take();

        var error = await _server.SendAsync(_bob, Frames.About("call.end", session));

        error.Should().Be(ErrorCode.SessionNotFound);
        _bob.Take().Should().Equal(Frames.Error("session_not_found", Frames.NoSuchSession, "call.end", session));
        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_is_busy_after_the_end()
    {
        var session = await _server.CallAsync(_alice, _bob);

        await _server.SendAsync(_alice, Frames.About("call.end", session));

        (await _server.SendAsync(_bob, Frames.Start("alice"))).Should().BeNull();
    }

    [Fact]
    public async Task A_new_call_has_a_session_of_its_own()
    {
        var first = await _server.CallAsync(_alice, _bob);
        await _server.SendAsync(_alice, Frames.About("call.end", first));

        (await _server.RingAsync(_alice, _bob)).Should().NotBe(first);
    }

    [Fact]
    public async Task When_both_end_it_at_once_one_finds_no_session()
    {
        var session = await _server.CallAsync(_alice, _bob);

        var errors = await Task.WhenAll(new[] { _alice, _bob }.Select(client => Task.Run(
            () => _server.SendAsync(client, Frames.About("call.end", session)))));

        errors.Should().BeEquivalentTo(new ErrorCode?[] { null, ErrorCode.SessionNotFound });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
