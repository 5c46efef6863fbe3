using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Push;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>The values that arrive at a collector after calls whose numbers are known.</summary>
public sealed class MetricTests
{
    [Fact]
    public async Task Every_metric_arrives_with_its_right_value()
    {
        await using var collector = await Collector.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var sandbox = await PushSandboxServer.StartAsync();
        await using var server = await GoringProcess.StartReadyAsync(
            [.. collector.Settings, .. sandbox.Settings(), ("REDIS_ADDR", redis.Address), ("ROOMS_ANONYMOUS", "true"), ("RING_TIMEOUT_SECONDS", "1")]);
        await using var alice = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("alice"), TokenPlace.Header);
        await using var bob = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("bob"), TokenPlace.Header);
        await using var carol = await TestClient.ConnectAsync(
            server.WebSocketUrl, Person.New("carol"), TokenPlace.Header, null, "goring.v1");
        await using var guest = await TestClient.ConnectAsync(
            new UriBuilder(server.WebSocketUrl) { Path = "/connect" }.Uri, Person.New("guest"), TokenPlace.None);
        await guest.NextAsync("notify-client-id");

        await RunAsync(alice, bob, guest);
        var refused = () => TestClient.ConnectAsync(server.WebSocketUrl, Person.New("x"), TokenPlace.Query, "eyJ.not.one");
        await refused.Should().ThrowAsync<System.Net.WebSockets.WebSocketException>();
        var leaver = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("dave"), TokenPlace.Header);
        await leaver.LeaveAsync();
        await using (var resuming = await TestClient.ConnectAsync(
            new UriBuilder(server.WebSocketUrl) { Query = "resume=wrong&last_seq=0" }.Uri, Person.New("erin"), TokenPlace.Header, null, "goring.v1"))
        {
            await resuming.NextAsync("session.ready");
            resuming.Abort();
        }

        await collector.SeenAsync(1, "goring.connections.closed", ("code", "1000"), ("endpoint", "calls"));
        await collector.SeenAsync(1, "goring.connections.closed", ("code", "1006"), ("endpoint", "calls"));
        await collector.SeenAsync(2, "goring.connections.open", ("endpoint", "calls"), ("protocol", "base"));
        await collector.SeenAsync(1, "goring.connections.open", ("endpoint", "calls"), ("protocol", "v1"));
        await collector.SeenAsync(1, "goring.connections.open", ("endpoint", "rooms"), ("protocol", "base"));
        await collector.SeenAsync(1, "goring.handshakes.refused", ("endpoint", "calls"), ("status", "401"));
        await collector.SeenAsync(1, "goring.session.resumes", ("result", "begun_anew"));
        await collector.SeenAsync(4, "goring.messages.received", ("type", "call.start"), ("result", "ok"));
        await collector.SeenAsync(1, "goring.messages.received", ("type", "call.start"), ("result", "user_offline"));
        await collector.SeenAsync(1, "goring.messages.received", ("type", "unknown"), ("result", "invalid_message"));
        await collector.SeenAsync(1, "goring.messages.received", ("type", "webrtc.answer"), ("result", "ok"), ("endpoint", "calls"));
        await collector.SeenAsync(1, "goring.messages.sent", ("type", "webrtc.answer"));
        await collector.SeenAsync(3, "goring.messages.sent", ("type", "call.ring"));
        await collector.SeenAsync(2, "goring.messages.sent", ("type", "error"));
        await collector.SeenAsync(1, "goring.errors", ("code", "user_offline"));
        await collector.SeenAsync(1, "goring.errors", ("code", "invalid_message"));
        await collector.SeenAsync(5, "goring.message.duration", ("type", "call.start"));
        await collector.SeenAsync(4, "goring.call.starts", ("result", "ringing"));
        await collector.SeenAsync(1, "goring.call.starts", ("result", "user_offline"));
        await collector.SeenAsync(1, "goring.call.accepts");
        await collector.SeenAsync(1, "goring.call.ends", ("reason", "ended_by_user"));
        await collector.SeenAsync(1, "goring.call.ends", ("reason", "rejected"));
        await collector.SeenAsync(2, "goring.call.ends", ("reason", "no_answer"));
        await collector.SeenAsync(1, "goring.call.ring_time");
        await collector.SeenAsync(1, "goring.call.setup_time");
        await collector.SeenAsync(2, "goring.deadlines.fired", ("kind", "ring_ends"));
        await collector.SeenAsync(1, "goring.push.attempts", ("service", "fcm"), ("push", "incoming_call"), ("result", "delivered"));
        await collector.SeenAsync(1, "goring.push.attempts", ("service", "fcm"), ("push", "call_cancelled"), ("result", "delivered"));
        await collector.SeenAsync(2, "goring.push.duration", ("service", "fcm"));
        await collector.SeenAsync(5, "goring.store.duration", ("command", "start"));
        await collector.SeenAsync(1, "goring.room.joins", ("result", "ok"));
        await collector.SeenAsync(1, "goring.room.members");
        await collector.SeenAsync(0, "goring.queue.depth");
        foreach (var busy in new[]
        {
            "goring.bus.lag", "goring.upkeep.lateness", "kestrel.active_connections", "http.server.request.duration",
            "dotnet.process.cpu.time", "http.client.request.duration",
        })
        {
            await Eventually.HoldsAsync(() => collector.Sum(busy) > 0, $"{busy} arrives");
        }

        var ring = collector.Latest.Single(point => point.Name == "goring.call.ring_time");
        ring.Sum.Should().BeInRange(0, 10);
        collector.Latest.SelectMany(point => point.Tags.Values).Should().NotContain(
            value => value.Contains("token=", StringComparison.Ordinal) || value.Contains(alice.Id, StringComparison.Ordinal));
        MetricTags.ShouldBeClosed(collector.Latest);
    }

    /// <summary>One call that is answered, one declined, one that nobody answers, one over a push, one to nobody.</summary>
    private static async Task RunAsync(TestClient alice, TestClient bob, TestClient guest)
    {
        var call = await Call.StartAsync(alice, bob);
        await call.AcceptAsync();
        await bob.SendAsync("webrtc.answer", new { session_id = call.Session, sdp = "an-sdp" });
        await alice.NextAsync("webrtc.answer");
        await call.EndAsync(alice);

        var declined = await Call.StartAsync(alice, bob);
        await declined.SendAsync(bob, "call.reject");
        await alice.NextAsync("call.rejected");

        await Call.StartAsync(alice, bob);
        await alice.NextAsync("call.ended");
        await bob.NextAsync("call.ended");

        await alice.SendAsync("call.start", new
        {
            callee_id = Person.New("away").Id,
            callee_device_token = Sandboxes.NewToken(),
            callee_os = "android",
        });
        await alice.NextAsync("call.ringing");
        await alice.NextAsync("call.ended");
        await alice.SendAsync("call.start", new { callee_id = Person.New("nobody").Id });
        await alice.NextAsync("error");
        await alice.SendAsync("no.such", new { });
        await alice.NextAsync("error");
        await guest.SendAsync("join", new { room_id = "a-room" });
    }
}
