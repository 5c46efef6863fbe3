using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>What arrives at a collector of a client that reads nothing while its peer sends on.</summary>
public sealed class QueueMetricTests
{
    /// <summary>Of 1 KiB each: fewer than a queue holds, in number and in bytes.</summary>
    private const int Batch = 400;

    private static readonly string Candidate = new('x', 1024);

    [Fact]
    public async Task Depth_of_a_queue_and_its_overflow_arrive_with_their_right_values()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await GoringProcess.StartReadyAsync(collector.Settings);
        await using var sender = await TestClient.ConnectAsync(server.WebSocketUrl, Person.New("sender"), TokenPlace.Header);
        await using var silent = await RawClient.ConnectAsync(server.Port, Person.New("silent"));
        await sender.SendAsync("call.start", new { callee_id = silent.Person.Id });
        var session = (string)(await sender.NextAsync("call.ringing"))["session_id"]!;
        await silent.SendAsync("call.accept", session);
        await sender.NextAsync("call.accepted");

        var relayed = 0;
        while (collector.Sum("goring.queue.depth") == 0)
        {
            relayed.Should().BeLessThan(100 * Batch, "what no queue holds backs up");
            await RelayAsync(Batch);
            relayed += Batch;
            await collector.SeenAsync(relayed, "goring.messages.received", ("type", "webrtc.ice"), ("result", "ok"));
            await collector.CollectedAsync();
        }

        // An export counts one metric after the other: they fit once nothing goes out any more.
        var before = (Sent: -1.0, Depth: -1.0);
        var counts = Counts();
        while (counts != before)
        {
            await collector.CollectedAsync();
            (before, counts) = (counts, Counts());
        }

        // One may be out of the queue and not yet written.
        (relayed - counts.Sent - counts.Depth).Should().BeInRange(0, 1);
        collector.Latest.Should().NotContain(point => point.Name == "goring.queue.overflows");

        await RelayAsync(3 * Batch);
        ((string?)(await sender.NextAsync("call.ended"))["reason"]).Should().Be("peer_disconnected");
        await collector.SeenAsync(1, "goring.queue.overflows", ("endpoint", "calls"));
        await collector.SeenAsync(1, "goring.connections.closed", ("endpoint", "calls"), ("code", "1013"));
        await collector.SeenAsync(1, "goring.connections.closed");
        await collector.SeenAsync(0, "goring.queue.depth");
        MetricTags.ShouldBeClosed(collector.Latest);

        (double Sent, double Depth) Counts() =>
            (collector.Sum("goring.messages.sent", ("type", "webrtc.ice")), collector.Sum("goring.queue.depth"));

        async Task RelayAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await sender.SendAsync("webrtc.ice", new { session_id = session, candidate = Candidate });
            }
        }
    }
}
