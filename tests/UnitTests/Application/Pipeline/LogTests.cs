using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Pipeline;

/// <summary>What a call leaves in the log, and what it must not.</summary>
public sealed class LogTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    [Fact]
    public async Task A_call_leaves_one_line_a_step()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));

        var session = await _server.CallAsync(alice, bob);
        await _server.SendAsync(alice, Frames.About("call.end", session));

        _server.Log.Lines.Where(line => line.StartsWith("Information", StringComparison.Ordinal)).Should().Equal(
            $"Information: Call {session} rings: alice calls bob",
            $"Information: Call {session} accepted by bob",
            $"Information: Call {session} ended: EndedByUser");
    }

    [Fact]
    public async Task A_rejection_leaves_its_line()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        var session = await _server.RingAsync(alice, bob);

        await _server.SendAsync(bob, Frames.About("call.reject", session));

        _server.Log.Lines.Should().Contain($"Information: Call {session} rejected by bob");
    }

    [Fact]
    public async Task A_refused_step_leaves_none()
    {
        var bob = await _server.ConnectAsync(People.Bob);
        var before = _server.Log.Lines.Count;

        foreach (var type in new[] { "call.accept", "call.reject", "call.end" })
        {
            await _server.SendAsync(bob, Frames.About(type, "no-such"));
        }

        await _server.SendAsync(bob, Frames.Start("nobody"));

        _server.Log.Lines.Should().HaveCount(before);
    }

    [Fact]
    public async Task Nothing_private_is_logged_at_any_level()
    {
        var (alice, bob) = (await _server.ConnectAsync(People.Alice), await _server.ConnectAsync(People.Bob));
        await _server.SendAsync(
            alice,
            """{"type":"call.start","payload":{"callee_id":"bob","callee_device_token":"PRIVATE","metadata":"PRIVATE"}}""");
        var session = InMemoryServer.SessionOf(bob.Take().Single());
        await _server.SendAsync(bob, Frames.About("call.accept", session));
        var payload = "{\"session_id\":\"" + session + "\",\"sdp\":\"PRIVATE\",\"candidate\":\"PRIVATE\"}";
        foreach (var type in new[] { "webrtc.offer", "webrtc.answer", "webrtc.ice", "PRIVATE" })
        {
            await _server.SendAsync(alice, "{\"type\":\"" + type + "\",\"payload\":" + payload + "}");
        }

        _server.Calls.Fault = new InvalidOperationException();
        await _server.SendAsync(alice, "{\"type\":\"webrtc.offer\",\"payload\":" + payload + "}");
        _server.Calls.Fault = null;
        await _server.DisconnectAsync(alice);

        var log = string.Join('\n', _server.Log.Lines);
        log.Should().NotContain("PRIVATE");
        log.Should().NotContain(People.Alice.Name).And.NotContain(People.Alice.ImageProfile);
    }

    public void Dispose() => _server.Dispose();
}
