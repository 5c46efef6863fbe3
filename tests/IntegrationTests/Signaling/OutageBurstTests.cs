using System.Diagnostics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>"Answered within 2 s, never a hang" (docs/protocol.md, part 2) holds for each of several messages.</summary>
[Collection(nameof(Promises))]
public sealed class OutageBurstTests(RedisFleet fleet) : IClassFixture<RedisFleet>
{
    [Fact]
    public async Task Messages_sent_together_all_get_internal_error_within_2_seconds_while_Redis_hangs()
    {
        await using var call = await fleet.AcceptedAsync();
        fleet.Redis!.Freeze();
        try
        {
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < 5; i++)
            {
                await call.Caller.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = $"c {i}" });
            }

            for (var i = 0; i < 5; i++)
            {
                await call.Caller.ExpectErrorAsync("internal_error", "webrtc.ice", call.Session);
            }

            Stopwatch.GetElapsedTime(begun).Should().BeLessThan(TimeSpan.FromSeconds(2));
        }
        finally
        {
            fleet.Redis.Thaw();
        }
    }
}
