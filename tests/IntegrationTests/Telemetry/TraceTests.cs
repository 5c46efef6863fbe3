using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>What two instances of a fleet send to a collector, each a process of its own.</summary>
public sealed class TraceTests
{
    /// <summary>All attributes that a span may have: ids of calls and words of closed sets.</summary>
    private static readonly string[] Known =
        ["goring.session_id", "goring.result", "goring.push.service", "db.system.name", "http.response.status_code"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_over_two_instances_is_one_trace(bool grpc)
    {
        await using var collector = await Collector.StartAsync(grpc);
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(collector, redis, "one");
        await using var two = await StartAsync(collector, redis, "two");
        await using var alice = await TestClient.ConnectAsync(one.WebSocketUrl, Person.New("alice"), TokenPlace.Query);
        await using var bob = await TestClient.ConnectAsync(two.WebSocketUrl, Person.New("bob"), TokenPlace.Query);

        var call = await Call.StartAsync(alice, bob);
        await call.AcceptAsync();
        await alice.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "an-sdp" });
        await bob.NextAsync("webrtc.offer");
        await bob.SendAsync("webrtc.answer", new { session_id = call.Session, sdp = "an-sdp" });
        await alice.NextAsync("webrtc.answer");
        await bob.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = "a-candidate" });
        await alice.NextAsync("webrtc.ice");
        await call.SendAsync(bob, "call.check");
        await bob.NextAsync("call.check_result");
        await call.EndAsync(alice);

        (string Instance, string Name)[] expected =
        [
            ("one", "call.start"), ("one", "start"), ("two", "deliver call.ring"),
            ("two", "call.accept"), ("two", "accept"), ("one", "deliver call.accepted"),
            ("one", "webrtc.offer"), ("one", "relay"), ("two", "deliver webrtc.offer"),
            ("two", "webrtc.answer"), ("one", "deliver webrtc.answer"), ("two", "webrtc.ice"), ("one", "deliver webrtc.ice"),
            ("two", "call.check"), ("one", "call.end"), ("two", "deliver call.ended"),
        ];
        var trace = Guid.Parse(call.Session).ToString("N");
        await Eventually.HoldsAsync(
            () => expected.All(span => Of(trace).Contains(span)), () => $"the trace has all spans: {string.Join(", ", Of(trace))}");
        var spans = collector.Spans.ToArray();
        spans.Where(span => span.Session == call.Session).Should().OnlyContain(span => span.Trace == trace);
        spans.Single(span => span.Name == "start").Parent.Should().Be(spans.Single(span => span.Name == "call.start").Id);
        spans.Should().Contain(span => span.Name == "GET /ws");
        collector.Headers.Should().OnlyContain(header => header == "calls");
        spans.SelectMany(span => span.Attributes.Keys).Distinct().Should().BeSubsetOf(Known);
        string[] secrets = ["token=", "eyJ", "an-sdp", "a-candidate", alice.Person.Name!, alice.Person.Username!, alice.Id, bob.Id];
        foreach (var secret in secrets)
        {
            collector.Everything.Should().NotContain(secret);
        }

        IEnumerable<(string Instance, string Name)> Of(string id) =>
            collector.Spans.Where(span => span.Trace == id).Select(span => (span.Instance, span.Name));
    }

    [Fact]
    public async Task A_collector_that_is_down_disturbs_no_call()
    {
        await using var server = await GoringProcess.StartReadyAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"));
        await using var alice = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("alice"), TokenPlace.Header);
        await using var bob = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("bob"), TokenPlace.Header);

        for (var i = 0; i < 20; i++)
        {
            var call = await Call.StartAsync(alice, bob);
            await call.AcceptAsync();
            await call.EndAsync(alice);
        }

        server.Send(Signal.Terminate);
        (await server.ExitAsync(seconds: 30)).Should().Be(0);
    }

    private static Task<GoringProcess> StartAsync(Collector collector, RedisServer redis, string name) =>
        GoringProcess.StartReadyAsync([.. collector.Settings, ("REDIS_ADDR", redis.Address), ("SERVER_ID", name)]);
}
