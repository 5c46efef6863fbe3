using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>An answer that tells a state is not overtaken by news of a later one.</summary>
public sealed class AnswerOrderTests : IAsyncLifetime, IDisposable
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
    public async Task Ringing_comes_before_the_accepted_of_a_callee_who_is_very_quick()
    {
        var session = "";
        _server.Calls.AfterNextStep = async token =>
        {
            session = InMemoryServer.SessionOf(_bob.Take().Single());
            await _server.SendAsync(_bob, Frames.About("call.accept", session), token);
        };

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _alice.Take().Should().Equal(
            $$$"""{"type":"call.ringing","payload":{"session_id":"{{{session}}}","callee_id":"bob"}}""",
            $$$$"""{"type":"call.accepted","payload":{"session_id":"{{{{session}}}}","callee_info":{{{{People.BobInfo}}}}}}""");
    }

    [Fact]
    public async Task A_check_comes_before_the_end_that_follows_it()
    {
        var session = await _server.CallAsync(_alice, _bob);
        _server.Calls.AfterNextStep = token => _server.SendAsync(_bob, Frames.About("call.end", session), token);

        await _server.SendAsync(_alice, Frames.About("call.check", session));

        _alice.Take().Should().Equal(
            $$$"""{"type":"call.check_result","payload":{"session_id":"{{{session}}}","exists":true,"state":"accepted","caller_id":"alice"}}""",
            Frames.Ended(session, "ended_by_user", People.BobInfo));
    }

    [Fact]
    public async Task A_refused_start_keeps_nothing_back()
    {
        var session = await _server.RingAsync(_alice, _bob);
        _server.Calls.AfterNextStep = token => _server.SendAsync(_bob, Frames.About("call.end", session), token);

        await _server.SendAsync(_alice, Frames.Start("bob"));

        _alice.Take().Should().Equal(
            Frames.Error("user_busy", Frames.Busy, "call.start"),
            Frames.Ended(session, "ended_by_user", People.BobInfo));
    }

    [Fact]
    public async Task A_command_without_an_answer_of_its_own_keeps_nothing_back()
    {
        var session = await _server.CallAsync(_alice, _bob);
        string[] meanwhile = [];
        _server.Calls.AfterNextStep = async token =>
        {
            await _server.SendAsync(_bob, Frames.Offer(session), token);
            meanwhile = _alice.Take();
        };

        await _server.SendAsync(_alice, Frames.Offer(session));

        meanwhile.Should().Equal(Frames.Offer(session));
    }

    [Fact]
    public async Task A_start_that_is_cancelled_lets_go_of_what_was_kept_back()
    {
        using var cancellation = new CancellationTokenSource();
        var session = "";
        _server.Calls.AfterNextStep = async token =>
        {
            session = InMemoryServer.SessionOf(_bob.Take().Single());
            await _server.SendAsync(_bob, Frames.About("call.reject", session), CancellationToken.None);
            await cancellation.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        var start = () => _server.SendAsync(_alice, Frames.Start("bob"), cancellation.Token);

        await start.Should().ThrowAsync<OperationCanceledException>();
        _alice.Take().Should().Equal(
            $$$$"""{"type":"call.rejected","payload":{"session_id":"{{{{session}}}}","callee_info":{{{{People.BobInfo}}}}}}""");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
