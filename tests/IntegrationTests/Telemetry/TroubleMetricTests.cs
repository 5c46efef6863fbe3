using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Push;
using Goring.IntegrationTests.Rooms;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>What arrives at a collector of what goes wrong: peers that are lost, pushes that are given up, Redis that fails.</summary>
public sealed class TroubleMetricTests
{
    [Fact]
    public async Task Resume_a_lost_peer_and_its_deadline_are_counted_once_each()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await GoringProcess.StartReadyAsync(
            [.. collector.Settings, ("RECONNECT_GRACE_SECONDS", "1")]);
        await using var alice = await Party.ConnectAsync(server.WebSocketUrl, Person.New("alice"));
        var bob = await Party.ConnectAsync(server.WebSocketUrl, Person.New("bob"));
        var ringing = await alice.AskAsync("call.start", new { callee_id = bob.Id }, "call.ringing");
        await bob.EventAsync("call.ring");
        await bob.DoAsync("call.accept", new { session_id = (string)ringing["session_id"]! });
        await alice.EventAsync("call.accepted");

        bob.Socket.Abort();
        await using var back = await bob.ResumeAsync(server.WebSocketUrl);
        back.Socket.Abort();
        ((string?)(await alice.EventAsync("call.ended"))["reason"]).Should().Be("peer_disconnected");

        await collector.SeenAsync(1, "goring.session.resumes", ("result", "resumed"));
        await collector.SeenAsync(1, "goring.session.resumes");
        await collector.SeenAsync(1, "goring.deadlines.fired", ("kind", "peer_returns"));
        await collector.SeenAsync(1, "goring.deadlines.fired");
        await collector.SeenAsync(1, "goring.call.ends", ("reason", "peer_disconnected"));
        await collector.SeenAsync(1, "goring.call.ends");
        await collector.SeenAsync(1, "goring.connections.open");
        MetricTags.ShouldBeClosed(collector.Latest);
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task Each_push_that_is_given_up_is_counted_with_its_reason()
    {
        await using var collector = await Collector.StartAsync();
        await using var sandbox = await PushSandboxServer.StartAsync();
        await using var server = await GoringProcess.StartReadyAsync([.. collector.Settings, .. sandbox.Settings()]);
        await using var caller = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("caller"), TokenPlace.Header);
        var later = Fcm.Unavailable(TimeSpan.FromSeconds(2));
        var tooLate = Fcm.Unavailable(TimeSpan.FromHours(1));

        await RingAsync("android", Fcm.Unregistered, 1);
        await RingAsync("ios", Apns.Unregistered(TimeProvider.System.GetUtcNow()), 1);
        await RingAsync("ios", Apns.BadTopic, 1);
        await RingAsync("android", tooLate, 1);
        await RingAsync("android", tooLate, 1);
        await RingAsync("android", later, 0);

        await GivenUpAsync(1, "fcm", "dead_token");
        await GivenUpAsync(1, "apns", "dead_token");
        await GivenUpAsync(1, "apns", "refused");
        await GivenUpAsync(2, "fcm", "deadline");
        await GivenUpAsync(1, "fcm", "call_over");
        await collector.SeenAsync(6, "goring.push.abandoned", ("push", "incoming_call"));
        await collector.SeenAsync(1, "goring.push.devices_dropped", ("service", "fcm"));
        await collector.SeenAsync(1, "goring.push.devices_dropped", ("service", "apns"));
        await collector.SeenAsync(3, "goring.push.attempts", ("service", "fcm"), ("push", "incoming_call"), ("result", "not_now"));
        await collector.SeenAsync(1, "goring.push.attempts", ("service", "apns"), ("push", "incoming_call"), ("result", "refused"));
        MetricTags.ShouldBeClosed(collector.Latest);

        Task GivenUpAsync(double times, string service, string reason) => collector.SeenAsync(
            times, "goring.push.abandoned", ("service", service), ("push", "incoming_call"), ("reason", reason));

        // Rings a phone whose service answers so, and hangs up once as many more pushes are given up.
        async Task RingAsync(string os, ScriptedAnswer answer, int more)
        {
            var token = Sandboxes.NewToken();
            var before = collector.Sum("goring.push.abandoned");
            sandbox.Script.ForDevice(token, answer);
            await caller.SendAsync(
                "call.start", new { callee_id = Person.New("away").Id, callee_device_token = token, callee_os = os });
            var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
            await Eventually.HoldsAsync(() => sandbox.Pushes.Any(push => push.DeviceToken == token), "an attempt");
            await Eventually.HoldsAsync(
                () => collector.Sum("goring.push.abandoned") == before + more, "the push is given up, and counted");
            await caller.SendAsync("call.end", new { session_id = session });
            await caller.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Commands_that_Redis_refuses_and_those_it_leaves_unanswered_are_counted()
    {
        await using var collector = await Collector.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var server = await GoringProcess.StartReadyAsync([.. collector.Settings, ("REDIS_ADDR", redis.Address)]);
        await using var alice = await Party.ConnectAsync(server.WebSocketUrl, Person.New("alice"));

        // A key of another type: Redis runs the script, and refuses.
        (await redis.AskAsync($"SET user:devices:{alice.Id} x")).Should().StartWith("+OK");
        for (var i = 0; i < 2; i++)
        {
            await alice.AskAsync("device.register", new { token = Sandboxes.NewToken(), os = "ios" }, "error");
        }

        await collector.SeenAsync(2, "goring.store.faults", ("reason", "refused"));
        await collector.SeenAsync(2, "goring.store.faults");
        await collector.SeenAsync(2, "goring.errors", ("code", "internal_error"));

        redis.Freeze();
        await alice.AskAsync("call.start", new { callee_id = Person.New("bob").Id }, "error");
        await Eventually.HoldsAsync(
            () => collector.Sum("goring.store.faults", ("reason", "timeout")) > 0, "a command that was not answered is counted");
        redis.Thaw();

        await collector.SeenAsync(1, "goring.call.starts", ("result", "internal_error"));
        await collector.SeenAsync(3, "goring.errors", ("code", "internal_error"));
        MetricTags.ShouldBeClosed(collector.Latest);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Members_that_nobody_renewed_are_counted_once_over_the_fleet()
    {
        await using var collector = await Collector.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        (string, string?)[] settings = [.. collector.Settings, ("REDIS_ADDR", redis.Address), ("ROOMS_ANONYMOUS", "true")];
        await using var killed = await GoringProcess.StartReadyAsync(settings);
        await using var one = await GoringProcess.StartReadyAsync(settings);
        await using var two = await GoringProcess.StartReadyAsync(settings);
        var room = RoomGuest.NewRoom();
        await using var stays = await EnterAsync(one);
        await using var first = await EnterAsync(killed);
        await using var second = await EnterAsync(killed);
        await using var elsewhere = await EnterAsync(two);

        killed.Send(Signal.Kill);
        await Eventually.HoldsAsync(
            () => collector.Sum("goring.room.lapsed") >= 2, "the members of the killed server lapse", seconds: 60);

        await collector.CollectedAsync();
        collector.Sum("goring.room.lapsed").Should().Be(2, "each is taken out by one of the two");
        MetricTags.ShouldBeClosed(collector.Latest);

        async Task<RoomGuest> EnterAsync(GoringProcess server)
        {
            var guest = await RoomGuest.ConnectAsync(server.Port);
            await guest.JoinAsync(room);
            await guest.ExpectNothingAsync();
            return guest;
        }
    }
}
