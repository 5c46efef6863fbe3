using System.Diagnostics.Metrics;
using Goring.Application.Telemetry;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>Many calls to offline users through a push service that refuses half of what it is sent.</summary>
public sealed class PushLoadTests
{
    private const int Callers = 50;
    private const int CallsEach = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_push_is_delivered_once_or_abandoned_with_a_reason(bool onRedis)
    {
        await using var sandbox = await PushSandboxServer.StartAsync();
        await using var redis = onRedis ? await RedisServer.StartAsync() : null;
        await using var server = await GoringServer.StartAsync(
            [.. sandbox.Settings(), ("REDIS_ADDR", redis?.Address ?? ""), ("RING_TIMEOUT_SECONDS", "4")]);
        var abandoned = 0;
        using var listener = Count(server.Get<GoringMeter>(), "goring.push.abandoned", count => Interlocked.Add(ref abandoned, (int)count));
        sandbox.Script.Rate(PushService.Fcm, 0.5, Fcm.Unavailable(), seed: 1);
        sandbox.Script.Rate(PushService.Apns, 0.5, Apns.ServiceUnavailable, seed: 2);

        var tokens = (await Eventually.AllAsync(
            Enumerable.Range(0, Callers).Select(lane => CallAsync(server, lane)), seconds: 90)).SelectMany(lane => lane).ToArray();

        tokens.Should().HaveCount(Callers * CallsEach);
        List<string> wrong = [];
        var given = 0;
        await Eventually.HoldsAsync(
            () =>
            {
                wrong.Clear();
                given = 0;
                var pushes = sandbox.Pushes.ToLookup(push => push.DeviceToken);
                foreach (var token in tokens)
                {
                    var accepted = pushes[token].Where(push => push.Status == 200).Select(WokenBy.Of).ToArray();
                    var (rung, told) = (accepted.Count(push => push.Type == "incoming_call"), accepted.Count(push => push.Type == "call_cancelled"));
                    given += (1 - rung) + (rung - told);
                    if (rung > 1 || told > rung)
                    {
                        wrong.Add($"{rung} rings and {told} cancellations");
                    }
                }

                return wrong.Count > 0 || Volatile.Read(ref abandoned) == given;
            },
            $"what was not delivered is counted as abandoned",
            seconds: 20);
        wrong.Should().BeEmpty();

        foreach (var push in sandbox.Pushes.Where(push => push.Body.Contains("incoming_call", StringComparison.Ordinal)))
        {
            push.At.ToUnixTimeMilliseconds().Should().BeLessThanOrEqualTo(WokenBy.Of(push).ExpiresAt, "no ring is begun past its end");
        }
    }

    /// <summary>One caller's calls: some hang up at once, some after the ring went out, some ring until their end.</summary>
    /// <returns>The tokens of the phones.</returns>
    private static async Task<IReadOnlyList<string>> CallAsync(GoringServer server, int lane)
    {
        List<string> tokens = [];
        await using var caller = await TestClient.ConnectAsync(server, Person.New($"caller-{lane}"));
        for (var call = 0; call < CallsEach; call++)
        {
            var token = Sandboxes.NewToken();
            tokens.Add(token);
            await caller.SendAsync(
                "call.start",
                new
                {
                    callee_id = Person.New("callee").Id,
                    callee_device_token = token,
                    callee_os = (lane + call) % 2 == 0 ? "android" : "ios",
                });
            var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
            if (call == CallsEach - 1)
            {
                await caller.NextAsync("call.ended");
            }
            else
            {
                await Task.Delay(call * 10);
                await caller.SendAsync("call.end", new { session_id = session });
            }
        }

        return tokens;
    }

    private static MeterListener Count(GoringMeter metrics, string name, Action<long> add)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, published) =>
            {
                if (instrument.Name == name && metrics.Owns(instrument))
                {
                    published.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => add(count));
        listener.Start();
        return listener;
    }
}
