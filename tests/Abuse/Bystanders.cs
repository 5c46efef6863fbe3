using System.Diagnostics;
using System.Net.WebSockets;

namespace Goring.Abuse;

/// <summary>Two who call one another all the while, and a newcomer every quarter of a second. None of their calls may fail.</summary>
internal sealed class Bystanders(AbuseRun run, int port)
{
    private const int CandidatesACall = 10;

    /// <summary>Below what one user may start in a minute.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan NewcomerEvery = TimeSpan.FromMilliseconds(250);

    public Task RunAsync(CancellationToken over) => Task.WhenAll(CallAsync(over), ArriveAsync(over));

    private async Task CallAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var caller = await Client.ConnectAsync(port, "bystander-a");
                using var callee = await Client.ConnectAsync(port, "bystander-b");
                while (!over.IsCancellationRequested)
                {
                    await CallAsync(caller, callee);
                    run.Calls++;
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
            catch (Exception error) when (IsFailure(error))
            {
                run.Failures.Enqueue($"a call: {error.Message}");
            }
        }
    }

    private async Task CallAsync(Client caller, Client callee)
    {
        var begun = Stopwatch.GetTimestamp();
        await caller.SendAsync("call.start", "callee_id", callee.User);
        var session = await callee.NextAsync("call.ring");
        run.Times.Add("ring", Stopwatch.GetElapsedTime(begun));
        await caller.NextAsync("call.ringing");
        await callee.SendAsync("call.accept", "session_id", session);
        await caller.NextAsync("call.accepted");
        await caller.SendAsync("webrtc.offer", "session_id", session, ",\"sdp\":\"v=0\"");
        await callee.NextAsync("webrtc.offer");
        await callee.SendAsync("webrtc.answer", "session_id", session, ",\"sdp\":\"v=0\"");
        await caller.NextAsync("webrtc.answer");
        for (var i = 0; i < CandidatesACall; i++)
        {
            var (from, to) = i % 2 == 0 ? (caller, callee) : (callee, caller);
            var sent = Stopwatch.GetTimestamp();
            await from.SendAsync("webrtc.ice", "session_id", session, ",\"candidate\":\"candidate:1 1 udp 1 192.0.2.1 9 typ host\"");
            await to.NextAsync("webrtc.ice");
            run.Times.Add("candidate", Stopwatch.GetElapsedTime(sent));
        }

        await caller.SendAsync("call.end", "session_id", session);
        await callee.NextAsync("call.ended");
    }

    private async Task ArriveAsync(CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            try
            {
                using var newcomer = await Client.ConnectAsync(port, $"newcomer-{i}", run.Times);
            }
            catch (Exception error) when (IsFailure(error))
            {
                run.Failures.Enqueue($"a newcomer: {error.Message}");
            }

            await Task.Delay(NewcomerEvery, CancellationToken.None);
        }
    }

    private static bool IsFailure(Exception error) =>
        error is WebSocketException or OperationCanceledException or InvalidOperationException or IOException;
}
