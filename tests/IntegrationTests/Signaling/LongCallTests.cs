using System.Diagnostics;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>A call longer than the 120 s of its keys. Real time is what is tested, so it takes it.</summary>
[Trait("Category", "Slow")]
public abstract class LongCallTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(130);

    [Fact]
    public async Task Call_of_130_seconds_relays_reads_busy_and_ends()
    {
        await using var call = await fleet.AcceptedAsync();
        await using var silent = await fleet.AcceptedAsync();
        await using var third = await fleet.CallerAsync("third");
        var begun = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));

        while (Stopwatch.GetElapsedTime(begun) < Length)
        {
            await timer.WaitForNextTickAsync();
            await RelayAsync(call);
        }

        // The other call was silent all the time: what keeps it is that its users are connected.
        await RelayAsync(silent);
        foreach (var each in new[] { call, silent })
        {
            foreach (var busy in new[] { each.Caller, each.Callee })
            {
                await third.SendAsync("call.start", new { callee_id = busy.Id });
                await third.ExpectErrorAsync("user_busy", "call.start");
            }

            await each.SendAsync(each.Callee, "call.check");
            await each.Callee.ExpectAsync("call.check_result", each.Standing("accepted"));
            await each.EndAsync(each.Callee);
        }

        await Call.StartAsync(third, call.Caller);
    }

    private static async Task RelayAsync(Call call)
    {
        foreach (var from in new[] { call.Caller, call.Callee })
        {
            await from.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = from.Id });
            ((string?)(await call.PeerOf(from).NextAsync("webrtc.ice"))["candidate"]).Should().Be(from.Id);
        }
    }
}

public sealed class EmbeddedLongCallTests(EmbeddedFleet fleet) : LongCallTests<EmbeddedFleet>(fleet);

public sealed class RedisPairLongCallTests(RedisPairFleet fleet) : LongCallTests<RedisPairFleet>(fleet);
