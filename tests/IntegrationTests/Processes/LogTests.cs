using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Processes;

/// <summary>Nothing that is a secret or private stands in the logs, however much is logged.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("Production", "json", true)]
    [InlineData("Production", "text", false)]
    [InlineData("Development", "text", true)]
    public async Task Logs_of_a_whole_call_at_Trace_contain_nothing_private(
        string environment, string format, bool onRedis)
    {
        await using var redis = onRedis ? await RedisServer.StartAsync() : null;
        await using var process = await GoringProcess.StartReadyAsync(
            ("ASPNETCORE_ENVIRONMENT", environment),
            ("REDIS_ADDR", redis?.Address ?? ""),
            ("LOG_LEVEL", "Trace"),
            ("LOG_FORMAT", format),
            ("RATE_LIMIT_CALLS_PER_MINUTE", "3"));
        var callerToken = Tokens.For(Markers("caller"));
        var calleeToken = Tokens.For(Markers("callee"));

        await ServeACallAsync(process, callerToken, calleeToken);
        process.Send(Signal.Terminate);
        (await process.ExitAsync(seconds: 20)).Should().Be(0);

        var logs = process.Output + process.Errors;
        logs.Should().Contain("rings", "the run was logged").And.NotContain("RequestId", "a line has no scope of its request");
        foreach (var secret in new[]
        {
            Tokens.Secret, callerToken, calleeToken, callerToken.Split('.')[1], callerToken.Split('.')[2],
            calleeToken.Split('.')[2], "marker", "MARKER",
        })
        {
            logs.Should().NotContain(secret);
        }
    }

    private static async Task ServeACallAsync(GoringProcess process, string callerToken, string calleeToken)
    {
        await using var caller = await TestClient.ConnectAsync(
            process.WebSocketUrl, Markers("caller"), TokenPlace.Query, callerToken);
        await using var callee = await TestClient.ConnectAsync(
            process.WebSocketUrl, Markers("callee"), TokenPlace.Subprotocol, calleeToken, "goring");

        // What goes wrong is logged too, and with more words.
        await caller.SendRawAsync("""{"type":"marker-type","payload":{"marker":"marker"}}""");
        await caller.ExpectErrorAsync("invalid_message");
        await caller.SendAsync("webrtc.offer", new { session_id = "none", sdp = "marker-sdp-early" });
        await caller.ExpectErrorAsync("session_not_found", "webrtc.offer", "none");
        await caller.SendAsync("call.start", new
        {
            callee_id = Person.New("nobody").Id,
            callee_device_token = "marker-device-offline",
            callee_os = "ios",
        });
        await caller.NextAsync("error");

        await caller.SendAsync("call.start", new
        {
            callee_id = callee.Id,
            callee_device_token = "marker-device",
            callee_os = "android",
        });
        var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
        await callee.NextAsync("call.ring");
        var call = new Call(caller, callee, session);
        await call.AcceptAsync();
        foreach (var from in new[] { caller, callee })
        {
            await from.SendAsync("webrtc.offer", new { session_id = session, sdp = "marker-sdp" });
            await from.SendAsync("webrtc.ice", new { session_id = session, candidate = "marker-candidate" });
            await call.PeerOf(from).NextAsync("webrtc.offer");
            await call.PeerOf(from).NextAsync("webrtc.ice");
        }

        await call.EndAsync(caller);
        var refused = () => TestClient.ConnectAsync(
            process.WebSocketUrl, Markers("caller"), TokenPlace.Query, "MARKER.MARKER.MARKER");
        await refused.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>().WithMessage("*401*");
        callee.Abort();
    }

    private static Person Markers(string who) =>
        new($"id-of-{who}", "marker-name", "marker-username", "https://marker.test/image.png");
}
