using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>Redis does not answer, or is gone: clients are told in time, keep their sockets, and all comes back.</summary>
[Collection(nameof(Promises))]
public sealed class OutageTests(RedisPairFleet fleet) : IClassFixture<RedisPairFleet>, IAsyncLifetime
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(2);

    /// <summary>What the test before this one did to Redis is over for both servers.</summary>
    public Task InitializeAsync() => Eventually.HoldsAsync(
        async () => await StatusAsync(fleet.CallerSide, "health/ready") == HttpStatusCode.OK
            && await StatusAsync(fleet.CalleeSide, "health/ready") == HttpStatusCode.OK,
        "both servers are ready");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("call.start")]
    [InlineData("call.check")]
    [InlineData("call.end")]
    [InlineData("webrtc.ice")]
    public async Task Command_gets_internal_error_within_2_seconds_while_Redis_hangs(string type)
    {
        await using var call = await fleet.AcceptedAsync();
        await using var client = type == "call.start" ? await fleet.CallerAsync("other") : null;
        var from = client ?? call.Caller;
        using (Frozen())
        {
            var begun = Stopwatch.GetTimestamp();
            await from.SendAsync(type, new { session_id = call.Session, callee_id = call.Callee.Id, candidate = "c" });

            var error = await from.NextAsync("error");

            Stopwatch.GetElapsedTime(begun).Should().BeLessThan(Promise);
            ((string?)error["code"]).Should().Be("internal_error");
            ((string?)error["request_type"]).Should().Be(type);
        }

        // The step may have been done late, once Redis answered again; either way the socket lives.
        await call.Caller.SendRawAsync("{}");
        JsonNode? answer;
        do
        {
            answer = JsonNode.Parse(await call.Caller.NextAsync());
        }
        while ((string?)answer!["type"] != "error");

        ((string?)answer["payload"]!["code"]).Should().Be("invalid_message");
    }

    [Fact]
    public async Task Call_goes_on_after_Redis_hung()
    {
        await using var call = await fleet.AcceptedAsync();
        using (Frozen())
        {
            await call.SendAsync(call.Caller, "call.check");
            await call.Caller.ExpectErrorAsync("internal_error", "call.check", call.Session);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                await call.SendAsync(call.Caller, "call.check");
                return (string?)JsonNode.Parse(await call.Caller.NextAsync())!["type"] == "call.check_result";
            },
            "the store works again");
        await call.Callee.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "on it goes" });
        ((string?)(await call.Caller.NextAsync("webrtc.offer"))["sdp"]).Should().Be("on it goes");
    }

    [Fact]
    public async Task Newcomer_gets_503_while_Redis_hangs_and_is_let_in_after()
    {
        var person = Person.New("newcomer");
        using (Frozen())
        {
            using var refused = await Handshake.UpgradeWithAsync(fleet.CallerSide, Tokens.For(person));
            await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable);
        }

        await using var caller = await fleet.CalleeAsync();
        await using var callee = await fleet.CallerAsync(person);
        await Call.StartAsync(caller, callee);
    }

    [Fact]
    public async Task Socket_lost_while_Redis_hangs_ends_its_call_once_Redis_answers()
    {
        await using var call = await fleet.AcceptedAsync();
        using (Frozen())
        {
            call.Callee.Abort();
            await call.SendAsync(call.Caller, "call.check");
            await call.Caller.ExpectErrorAsync("internal_error", "call.check", call.Session);
        }

        await call.Caller.ExpectAsync("call.ended", call.Ended("peer_disconnected"));
    }

    [Fact]
    public async Task Readiness_follows_Redis_and_liveness_does_not()
    {
        (await StatusAsync("health")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync("health/ready")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync("health/live")).Should().Be(HttpStatusCode.OK);
        using (Frozen())
        {
            (await StatusAsync("health")).Should().Be(HttpStatusCode.ServiceUnavailable);
            (await StatusAsync("health/ready")).Should().Be(HttpStatusCode.ServiceUnavailable);
            (await StatusAsync("health/live")).Should().Be(HttpStatusCode.OK);
        }

        await Eventually.HoldsAsync(
            async () => await StatusAsync("health/ready") == HttpStatusCode.OK, "the server is ready again");
    }

    [Fact]
    public async Task Users_are_reachable_again_after_Redis_lost_everything()
    {
        await using var caller = await fleet.CallerAsync();
        await using var callee = await fleet.CalleeAsync();

        await fleet.Redis!.KillAsync();
        await caller.SendAsync("call.start", new { callee_id = callee.Id });
        await caller.ExpectErrorAsync("internal_error", "call.start");
        await fleet.Redis.RestartAsync();

        // Slots are taken again as soon as a server notices.
        await Eventually.HoldsAsync(
            async () =>
            {
                await caller.SendAsync("call.start", new { callee_id = callee.Id });
                return (string?)JsonNode.Parse(await caller.NextAsync())!["type"] == "call.ringing";
            },
            "the callee is reachable",
            seconds: 5);
        await callee.NextAsync("call.ring");
    }

    private static async Task<HttpStatusCode> StatusAsync(GoringServer server, string path)
    {
        using var response = await Handshake.GetAsync(server, path);
        return response.StatusCode;
    }

    private Task<HttpStatusCode> StatusAsync(string path) => StatusAsync(fleet.CallerSide, path);

    private Thawing Frozen()
    {
        fleet.Redis!.Freeze();
        return new(fleet.Redis);
    }

    private sealed class Thawing(RedisServer redis) : IDisposable
    {
        public void Dispose() => redis.Thaw();
    }
}
