using System.Text.Json;
using Goring.Application.Connections;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

/// <summary>Sessions of <c>goring.v1</c>: docs/protocol.md, part 3.</summary>
public sealed class SessionTests : IDisposable
{
    private static readonly ResumeRequest Anew = new(null, -1);

    private readonly InMemoryServer _server = new(grace: TimeSpan.FromSeconds(10));

    [Fact]
    public async Task It_begins_with_session_ready()
    {
        var alice = await _server.ConnectAsync(People.Alice, Anew);

        alice.Take().Should().Equal(
            $$$"""{"type":"session.ready","payload":{"connection_id":"{{{alice.Id}}}","server_id":"server-1","user":{{{People.AliceInfo}}},"heartbeat_seconds":20,"resume_token":"{{{alice.ResumeToken}}}","resume_window_seconds":120,"resumed":false,"call":null}}""");
        alice.ResumeToken.Should().MatchRegex("^[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData(false, "ringing")]
    [InlineData(true, "accepted")]
    public async Task It_begins_with_the_call_that_the_user_is_in(bool accepted, string state)
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice, Anew), await _server.ConnectAsync(People.Bob, Anew));
        _ = (alice.Take(), bob.Take());
        var session = accepted ? await _server.CallAsync(alice, bob) : await _server.RingAsync(alice, bob);

        var (caller, callee) = (await _server.ConnectAsync(People.Alice, Anew), await _server.ConnectAsync(People.Bob, Anew));

        Call(caller).Should().Be(
            $$$"""{"session_id":"{{{session}}}","state":"{{{state}}}","role":"caller","peer_info":{{{People.BobInfo}}}}""");
        Call(callee).Should().Be(
            $$$"""{"session_id":"{{{session}}}","state":"{{{state}}}","role":"callee","peer_info":{{{People.AliceInfo}}}}""");
        caller.Call!.Value.Value.Should().Be(session);
    }

    [Fact]
    public async Task What_others_cause_is_numbered_and_answers_are_not()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice, Anew), await _server.ConnectAsync(People.Bob, Anew));
        _ = (alice.Take(), bob.Take());

        await _server.SendAsync(alice, """{"type":"call.start","id":"s","payload":{"callee_id":"bob"}}""");
        var session = InMemoryServer.SessionOf(bob.Take().Single());
        await _server.SendAsync(bob, $$$"""{"id":"a","type":"call.accept","payload":{"session_id":"{{{session}}}"}}""");
        await _server.SendAsync(bob, Frames.Offer(session));
        await _server.SendAsync(bob, """{"type":"ping","id":"p"}""");

        alice.Take().Should().Equal(
            $$$"""{"type":"call.ringing","id":"s","payload":{"session_id":"{{{session}}}","callee_id":"bob"}}""",
            $$$$"""{"seq":1,"type":"call.accepted","payload":{"session_id":"{{{{session}}}}","callee_info":{{{{People.BobInfo}}}}}}""",
            """{"seq":2,""" + Frames.Offer(session)[1..]);
        bob.Take().Should().Equal(
            """{"type":"ack","id":"a","payload":{}}""", """{"type":"pong","id":"p","payload":{}}""");
    }

    [Fact]
    public async Task An_error_names_the_message_it_answers()
    {
        var alice = await _server.ConnectAsync(People.Alice, Anew);
        _ = alice.Take();

        await _server.SendAsync(alice, """{"type":"call.start","id":"s","payload":{"callee_id":"nobody"}}""");

        alice.Take().Should().Equal(
            $$$"""{"type":"error","id":"s","payload":{"code":"user_offline","message":"{{{Frames.Offline}}}","request_type":"call.start"}}""");
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{\"id\":\"x\"}")]
    [InlineData("\"0123456789012345678901234567890123456789012345678901234567890123x\"")]
    public async Task An_id_is_a_string_of_64_characters_at_most(string id)
    {
        var alice = await _server.ConnectAsync(People.Alice, Anew);
        _ = alice.Take();

        (await _server.SendAsync(alice, $$$"""{"type":"ping","id":{{{id}}},"payload":{}}"""))
            .Should().Be(ErrorCode.InvalidMessage);
        alice.Take().Single().Should().Contain("\\\"id\\\" must be a string of at most 64 characters");
    }

    [Fact]
    public async Task To_the_base_protocol_an_id_means_nothing_and_a_ping_does_not_exist()
    {
        var alice = await _server.ConnectAsync(People.Alice);

        await _server.SendAsync(alice, """{"type":"call.check","id":5,"payload":{"session_id":"none"}}""");
        await _server.SendAsync(alice, """{"type":"ping","payload":{}}""");

        alice.Take().Should().Equal(
            """{"type":"call.check_result","payload":{"session_id":"none","exists":false}}""",
            Frames.Invalid(Frames.NoSuchType));
    }

    [Fact]
    public async Task One_who_returns_gets_what_they_missed_once_and_in_order()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob, Anew));
        var session = await _server.CallAsync(alice, bob);
        await _server.SendAsync(alice, Frames.Offer(session));
        await _server.DisconnectAsync(bob);
        await _server.SendAsync(alice, Frames.About("call.end", session));

        var back = await _server.ConnectAsync(People.Bob, new ResumeRequest(bob.ResumeToken, 1));

        var frames = back.Take();
        frames[0].Should().Contain("\"resumed\":true,\"call\":null");
        frames[1..].Should().Equal(
            """{"seq":2,""" + Frames.Offer(session)[1..],
            """{"seq":3,""" + Frames.Ended(session, "ended_by_user", People.AliceInfo)[1..]);
        back.ResumeToken.Should().Be(bob.ResumeToken);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    [InlineData(true, -1)]
    public async Task A_resume_that_is_wrong_is_a_new_session(bool rightToken, long lastSeq)
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob, Anew));
        await _server.RingAsync(alice, bob);

        var back = await _server.ConnectAsync(
            People.Bob, new ResumeRequest(rightToken ? bob.ResumeToken : "guessed", lastSeq));

        back.Take().Should().ContainSingle().Which.Should().Contain("\"resumed\":false");
        back.ResumeToken.Should().NotBe(bob.ResumeToken);
    }

    [Fact]
    public async Task A_session_is_forgotten_after_its_window()
    {
        var bob = await _server.ConnectAsync(People.Bob, Anew);
        await _server.DisconnectAsync(bob);
        _server.Time.Advance(ReplayLimits.Window);
        await _server.Upkeep.RefreshSlotsAsync(CancellationToken.None);

        var back = await _server.ConnectAsync(People.Bob, new ResumeRequest(bob.ResumeToken, 0));

        back.Take().Single().Should().Contain("\"resumed\":false");
    }

    public void Dispose() => _server.Dispose();

    private static string Call(FakeClient client)
    {
        using var ready = JsonDocument.Parse(client.Take()[0]);
        return ready.RootElement.GetProperty("payload").GetProperty("call").GetRawText();
    }
}
