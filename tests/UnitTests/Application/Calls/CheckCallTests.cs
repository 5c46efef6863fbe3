using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class CheckCallTests : IAsyncLifetime, IDisposable
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
    public async Task A_ringing_call_is_told_to_the_callee()
    {
        var session = await _server.RingAsync(_alice, _bob);

        var error = await _server.SendAsync(_bob, Frames.About("call.check", session));

        error.Should().BeNull();
        _bob.Take().Should().Equal(Result(session, "ringing"));
        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task An_accepted_call_is_told_to_the_caller()
    {
        var session = await _server.CallAsync(_alice, _bob);

        await _server.SendAsync(_alice, Frames.About("call.check", session));

        _alice.Take().Should().Equal(Result(session, "accepted"));
    }

    [Fact]
    public async Task A_call_that_is_over_does_not_exist()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await _server.SendAsync(_bob, Frames.About("call.end", session));
        _alice.Take();

        var error = await _server.SendAsync(_alice, Frames.About("call.check", session));

        error.Should().BeNull();
        _alice.Take().Should().Equal(Missing(session));
    }

    [Fact]
    public async Task A_session_that_never_was_does_not_exist()
    {
        await _server.SendAsync(_alice, Frames.About("call.check", "no-such"));

        _alice.Take().Should().Equal(Missing("no-such"));
    }

    [Fact]
    public async Task Checking_changes_nothing()
    {
        var session = await _server.RingAsync(_alice, _bob);

        await _server.SendAsync(_bob, Frames.About("call.check", session));

        (await _server.SendAsync(_bob, Frames.About("call.accept", session))).Should().BeNull();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private static string Result(string session, string state) =>
        $$$"""{"type":"call.check_result","payload":{"session_id":"{{{session}}}","exists":true,"state":"{{{state}}}","caller_id":"alice"}}""";

    private static string Missing(string session) =>
        $$$"""{"type":"call.check_result","payload":{"session_id":"{{{session}}}","exists":false}}""";
}
