using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>A call to somebody who is not connected, from the ring to its end, with what a phone does in between.</summary>
public abstract class OfflineCallTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet, IPushFleet
{
    private PushSandboxServer Sandbox => fleet.Sandbox;

    [Theory]
    [InlineData("android")]
    [InlineData("ios")]
    public async Task Woken_callee_connects_checks_accepts_and_the_call_runs(string os)
    {
        var call = await RingAsync(os);
        var woken = (await Sandbox.AcceptedAsync(call.Token, 1))[0];
        (woken.Type, woken.Session, woken.Caller).Should().Be(("incoming_call", call.Session, call.Caller.Id));

        await using var callee = await fleet.CalleeAsync(call.Callee);
        await callee.SendAsync("call.check", new { session_id = call.Session });
        var standing = await callee.NextAsync("call.check_result");
        ((string?)standing["state"], (string?)standing["caller_id"]).Should().Be(("ringing", call.Caller.Id));
        await callee.SendAsync("call.accept", new { session_id = call.Session });

        (await call.Caller.NextAsync("call.accepted"))["callee_info"]!.ToJsonString()
            .Should().Be(call.Callee.Info().ToJsonString());
        await call.Caller.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "v=0" });
        ((string?)(await callee.NextAsync("webrtc.offer"))["sdp"]).Should().Be("v=0");
        await call.Caller.SendAsync("call.end", new { session_id = call.Session });
        await callee.NextAsync("call.ended");
        await NoMoreThanAsync(call, 1);
    }

    [Theory]
    [InlineData("android")]
    [InlineData("ios")]
    public async Task Woken_phone_rejects_with_nothing_but_what_the_push_brought(string os)
    {
        var call = await RingAsync(os);
        var woken = (await Sandbox.AcceptedAsync(call.Token, 1))[0];

        using (var standing = await AskAsync(HttpMethod.Get, $"calls/{woken.Session}", woken.RingToken))
        {
            standing.StatusCode.Should().Be(HttpStatusCode.OK);
            JsonNode.DeepEquals(
                JsonNode.Parse(await standing.Content.ReadAsStringAsync()),
                new JsonObject
                {
                    ["session_id"] = call.Session,
                    ["exists"] = true,
                    ["state"] = "ringing",
                    ["caller_id"] = call.Caller.Id,
                }).Should().BeTrue();
        }

        var asked = Stopwatch.GetTimestamp();
        using var rejected = await AskAsync(HttpMethod.Post, $"calls/{woken.Session}/reject", woken.RingToken);
        rejected.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await rejected.Content.ReadAsByteArrayAsync()).Should().BeEmpty();

        var told = await call.Caller.NextAsync("call.rejected");
        Stopwatch.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(1), "the caller must not wait on");
        told.ToJsonString().Should().Be(new JsonObject
        {
            ["session_id"] = call.Session,
            ["callee_info"] = new JsonObject { ["user_id"] = call.Callee.Id },
        }.ToJsonString());
        await NoMoreThanAsync(call, 1);
    }

    [Theory]
    [InlineData("android", "hang up")]
    [InlineData("ios", "hang up")]
    [InlineData("android", "lost")]
    [InlineData("ios", "lost")]
    public async Task Rung_phone_is_told_once_that_the_caller_gave_up(string os, string how)
    {
        var call = await RingAsync(os);
        await Sandbox.AcceptedAsync(call.Token, 1);

        if (how == "hang up")
        {
            await call.Caller.SendAsync("call.end", new { session_id = call.Session });
        }
        else
        {
            call.Caller.Abort();
        }

        var pushes = await Sandbox.AcceptedAsync(call.Token, 2);
        (pushes[1].Type, pushes[1].Session).Should().Be(("call_cancelled", call.Session));
        pushes[1].ExpiresAt.Should().Be(pushes[0].ExpiresAt);
        pushes[1].SentAt.Should().BeGreaterThanOrEqualTo(pushes[0].SentAt);
        await NoMoreThanAsync(call, 2);
    }

    [Fact]
    public async Task Ring_that_nobody_answers_ends_for_the_phone_too()
    {
        await using var server = await fleet.StartServerAsync(("RING_TIMEOUT_SECONDS", "1"));
        await using var caller = await TestClient.ConnectAsync(server, Person.New("caller"));
        var token = Sandboxes.NewToken();
        await caller.SendAsync(
            "call.start", new { callee_id = Person.New("callee").Id, callee_device_token = token, callee_os = "android" });
        await caller.NextAsync("call.ringing");

        ((string?)(await caller.NextAsync("call.ended"))["reason"]).Should().Be("no_answer");

        (await Sandbox.AcceptedAsync(token, 2)).Select(push => push.Type)
            .Should().Equal("incoming_call", "call_cancelled");
    }

    [Fact]
    public async Task Ringing_does_not_wait_for_a_push_service_that_takes_five_seconds()
    {
        var token = Sandboxes.NewToken();
        Sandbox.Script.ForDevice(token, ScriptedAnswer.Slow(TimeSpan.FromSeconds(5)));

        var begun = Stopwatch.GetTimestamp();
        await RingAsync("android", token);

        Stopwatch.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public async Task Registered_devices_of_both_kinds_ring_and_stop()
    {
        var callee = Person.New("callee");
        var (android, ios, gone) = (Sandboxes.NewToken(), Sandboxes.NewToken(), Sandboxes.NewToken());
        await using (var app = await Party.ConnectAsync(fleet.CalleeSide.WebSocketUrl, callee))
        {
            await app.DoAsync("device.register", new { token = android, os = "android" });
            await app.DoAsync("device.register", new { token = ios, os = "ios", environment = "production" });
            await app.DoAsync("device.register", new { token = gone, os = "android" });
            await app.DoAsync("device.unregister", new { token = gone });
        }

        var (caller, session) = await StartWhenOfflineAsync(callee);
        await Sandbox.AcceptedAsync(android, 1);
        await Sandbox.AcceptedAsync(ios, 1);
        await caller.SendAsync("call.end", new { session_id = session });

        foreach (var token in new[] { android, ios })
        {
            (await Sandbox.AcceptedAsync(token, 2)).Select(push => (push.Type, push.Session))
                .Should().Equal(("incoming_call", session), ("call_cancelled", session));
        }

        Sandbox.Accepted(gone).Should().BeEmpty();
        await caller.DisposeAsync();
    }

    [Fact]
    public async Task Dead_token_is_not_rung_a_second_time()
    {
        var callee = Person.New("callee");
        var token = Sandboxes.NewToken();
        await using (var app = await Party.ConnectAsync(fleet.CalleeSide.WebSocketUrl, callee))
        {
            await app.DoAsync("device.register", new { token, os = "android" });
        }

        Sandbox.Script.ForDevice(token, Fcm.Unregistered);
        var (caller, session) = await StartWhenOfflineAsync(callee);
        await caller.SendAsync("call.end", new { session_id = session });

        await Eventually.HoldsAsync(
            async () =>
            {
                await caller.SendAsync("call.start", new { callee_id = callee.Id });
                var answer = JsonNode.Parse(await caller.NextAsync())!;
                if ((string?)answer["type"] == "call.ringing")
                {
                    await caller.SendAsync("call.end", new { session_id = (string?)answer["payload"]!["session_id"] });
                    return false;
                }

                return (string?)answer["payload"]!["code"] == "user_offline";
            },
            "the callee has no device left");
        Sandbox.Pushes.Should().Contain(push => push.DeviceToken == token);
        await caller.DisposeAsync();
    }

    [Fact]
    public async Task Media_and_metadata_stand_in_the_push()
    {
        var token = Sandboxes.NewToken();
        await using var caller = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, Person.New("caller"));
        await caller.AskAsync(
            "call.start",
            new
            {
                callee_id = Person.New("callee").Id,
                callee_device_token = token,
                callee_os = "ios",
                media = "video",
                metadata = new { topic = "größe" },
            },
            "call.ringing");

        await Sandbox.AcceptedAsync(token, 1);

        var body = JsonNode.Parse(Sandbox.Pushes.Single(push => push.DeviceToken == token).Body)!;
        (body["media"]!.ToString(), body["metadata"]!["topic"]!.ToString()).Should().Be(("video", "größe"));
    }

    /// <summary>Rings somebody who was never here.</summary>
    private async Task<OfflineCall> RingAsync(string os, string? token = null)
    {
        var call = new OfflineCall(await fleet.CallerAsync(), Person.New("callee"), token ?? Sandboxes.NewToken());
        await call.Caller.SendAsync(
            "call.start", new { callee_id = call.Callee.Id, callee_device_token = call.Token, callee_os = os });
        var ringing = await call.Caller.NextAsync("call.ringing");
        ((string?)ringing["callee_id"]).Should().Be(call.Callee.Id);
        call.Session = (string)ringing["session_id"]!;
        return call;
    }

    /// <summary>Starts calls until one is pushed: by then the server has noticed that the callee's socket is gone.</summary>
    private async Task<(TestClient Caller, string Session)> StartWhenOfflineAsync(Person callee)
    {
        TestClient? caller = null;
        var session = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                caller = await fleet.CallerAsync();
                await caller.SendAsync("call.start", new { callee_id = callee.Id });
                session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
                if (await WithinAsync(TimeSpan.FromMilliseconds(500), () => Sandbox.Pushes.Any(
                    push => push.Body.Contains(session, StringComparison.Ordinal))))
                {
                    return true;
                }

                await caller.SendAsync("call.end", new { session_id = session });
                await caller.LeaveAsync();
                await caller.DisposeAsync();
                return false;
            },
            "the callee is offline");
        return (caller!, session);
    }

    private static async Task<bool> WithinAsync(TimeSpan time, Func<bool> holds)
    {
        try
        {
            await Eventually.HoldsAsync(holds, "", time.TotalSeconds);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, new Uri(fleet.CalleeSide.Url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return Handshake.SendAsync(request);
    }

    /// <summary>A later call to the same device has been pushed, and nothing came for the earlier one in between.</summary>
    private async Task NoMoreThanAsync(OfflineCall call, int pushes)
    {
        await call.Caller.DisposeAsync();
        var later = await RingAsync("android", call.Token);
        await Eventually.HoldsAsync(
            () => Sandbox.Accepted(call.Token).Any(push => push.Session == later.Session), "the later ring");
        Sandbox.Accepted(call.Token).Count(push => push.Session == call.Session).Should().Be(pushes);
        await later.Caller.DisposeAsync();
    }

    private sealed record OfflineCall(TestClient Caller, Person Callee, string Token)
    {
        public string Session { get; set; } = "";
    }
}

public sealed class EmbeddedOfflineCallTests(EmbeddedPushFleet fleet) : OfflineCallTests<EmbeddedPushFleet>(fleet);

public sealed class RedisOfflineCallTests(RedisPushFleet fleet) : OfflineCallTests<RedisPushFleet>(fleet);

public sealed class RedisPairOfflineCallTests(RedisPairPushFleet fleet) : OfflineCallTests<RedisPairPushFleet>(fleet);
