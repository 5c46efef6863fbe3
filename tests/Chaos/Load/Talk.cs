using System.Diagnostics;
using System.Globalization;
using Goring.Chaos.Checks;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Load;

/// <summary>What the two relay to each other in an accepted call: offer, answer and ten candidates each way.</summary>
internal sealed class Talk(Pair pair, CallCommands commands, CallRecord call)
{
    private const int Candidates = 10;

    private static readonly string Description = new('v', 1500);

    /// <summary>Ends when all has been sent and answered, or the call is over.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(CallerAsync(cancellationToken), CalleeAsync(cancellationToken));

    private async Task CallerAsync(CancellationToken cancellationToken)
    {
        await DescribeAsync(call.Caller, "webrtc.offer", cancellationToken);
        await TrickleAsync(call.Caller, cancellationToken);
    }

    private async Task CalleeAsync(CancellationToken cancellationToken)
    {
        await pair.UntilAsync(
            () => call.IsOverForOne || call.Caller.Relays.All.Any(sent => sent.Arrivals > 0),
            ChaosOptions.Patience,
            cancellationToken);
        await DescribeAsync(call.Callee, "webrtc.answer", cancellationToken);
        await TrickleAsync(call.Callee, cancellationToken);
    }

    /// <summary>A description is sent again, as a message of its own, until the server has taken one.</summary>
    private async Task DescribeAsync(CallSide from, string type, CancellationToken cancellationToken)
    {
        while (!pair.Change(() => call.IsOverForOne))
        {
            var link = await from.Client.Presence.ConnectedAsync(cancellationToken);
            var sent = await SendAsync(from, link, type, "sdp", Description);
            if (sent.Fate == Fate.Done || IsCallOver(sent))
            {
                return;
            }

            await commands.PauseAsync(cancellationToken);
        }
    }

    /// <summary>Candidates go out behind one another without waiting; what is lost with a socket is given up.</summary>
    private async Task TrickleAsync(CallSide from, CancellationToken cancellationToken)
    {
        List<Task> sending = [];
        for (var i = 0; i < Candidates && !pair.Change(() => call.IsOverForOne); i++)
        {
            var link = await from.Client.Presence.ConnectedAsync(cancellationToken);
            sending.Add(SendAsync(from, link, "webrtc.ice", "candidate", "candidate:1 1 udp 2122260223 127.0.0.1"));
        }

        await Task.WhenAll(sending);
    }

    private async Task<Relays.Sent> SendAsync(CallSide from, Link link, string type, string field, string text)
    {
        var sent = pair.Change(() => from.Relays.Add(type));
        var answer = await from.Client.AskOverAsync(
            link,
            type,
            ("session_id", call.Session),
            (field, text),
            ("marker", sent.Place.ToString(CultureInfo.InvariantCulture)));
        return pair.Change(() =>
        {
            sent.Fate = answer.Fate;
            sent.Code = answer.Code;
            sent.AnsweredAt = Stopwatch.GetTimestamp();
            return sent;
        });
    }

    private static bool IsCallOver(Relays.Sent sent) => sent.Code is "session_not_found" or "invalid_state";
}
