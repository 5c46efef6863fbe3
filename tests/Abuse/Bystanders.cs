using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;

namespace Goring.Abuse;

/// <summary>
/// Pairs who call one another all the while, and newcomers one after another, in a process without attackers:
/// what they wait for is the server alone. Nothing of theirs may fail.
/// </summary>
/// <remarks>Its standard input says which phase begins, one a line; at its end it writes its reports and ends.</remarks>
internal sealed class Bystanders(int port)
{
    private const int Pairs = 4;
    private const int CandidatesACall = 10;

    /// <summary>Below what one user may start in a minute.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Often enough that many come while the attackers' first burst lasts.</summary>
    private static readonly TimeSpan NewcomerEvery = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan HealthEvery = TimeSpan.FromMilliseconds(250);

    private readonly List<PhaseLog> _phases = [];
    private volatile PhaseLog _now = new(Phase.WarmUp);

    public static async Task<int> RunAsync(int port)
    {
        var bystanders = new Bystanders(port);
        using var over = new CancellationTokenSource();
        var living = bystanders.LiveAsync(over.Token);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            bystanders.Begin(Enum.Parse<Phase>(line));
        }

        await over.CancelAsync();
        await living;
        Console.WriteLine(JsonSerializer.Serialize(
            [.. bystanders._phases.Select(phase => phase.ToReport())], ReportJson.Default.PhaseReportArray));
        return 0;
    }

    private void Begin(Phase phase)
    {
        _now = new(phase);
        _phases.Add(_now);
    }

    private Task LiveAsync(CancellationToken over) => Task.WhenAll(
        [.. Enumerable.Range(0, Pairs).Select(pair => TalkAsync(pair, over)), ArriveAsync(over), WatchAsync(over)]);

    private async Task TalkAsync(int pair, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var log = _now;
            try
            {
                using var caller = await Client.ConnectAsync(port, $"bystander-{pair}-a");
                using var callee = await Client.ConnectAsync(port, $"bystander-{pair}-b");
                while (!over.IsCancellationRequested)
                {
                    log = _now;
                    await CallAsync(caller, callee, log);
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }
            catch (Exception error) when (IsFailure(error))
            {
                log.Failures.Enqueue($"a call: {error.Message}");
            }
        }
    }

    private static async Task CallAsync(Client caller, Client callee, PhaseLog log)
    {
        var begun = Stopwatch.GetTimestamp();
        await caller.SendAsync("call.start", "callee_id", callee.User);
        var session = await callee.NextAsync("call.ring");
        log.Rings.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
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
            await from.SendAsync("webrtc.ice", "session_id", session, ",\"candidate\":\"candidate:1 1 udp 1 192.0.2.1 9 typ host\"");
            await to.NextAsync("webrtc.ice");
        }

        await caller.SendAsync("call.end", "session_id", session);
        await callee.NextAsync("call.ended");
        log.Called(Stopwatch.GetElapsedTime(begun));
    }

    private async Task ArriveAsync(CancellationToken over)
    {
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var log = _now;
            var begun = Stopwatch.GetTimestamp();
            try
            {
                using var newcomer = await Client.ConnectAsync(port, $"newcomer-{i}");
                log.Arrived(Stopwatch.GetElapsedTime(begun));
            }
            catch (Exception error) when (IsFailure(error))
            {
                log.Failures.Enqueue($"a newcomer: {error.Message} {error.InnerException?.Message}");
            }

            await Task.Delay(NewcomerEvery, CancellationToken.None);
        }
    }

    private async Task WatchAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var log = _now;
            var asked = Stopwatch.GetTimestamp();
            if (!await Server.IsHealthyAsync(port))
            {
                log.Failures.Enqueue("/health is not 200");
            }

            log.Healths.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(HealthEvery, CancellationToken.None);
        }
    }

    private static bool IsFailure(Exception error) =>
        error is WebSocketException or OperationCanceledException or InvalidOperationException or IOException;
}
