using System.Diagnostics;
using Goring.Chaos.Clients;

namespace Goring.Chaos.Checks;

/// <summary>One call as both of its sides know it. Not thread-safe: its pair's lock guards it.</summary>
internal sealed class CallRecord(string session, Client caller, Client callee)
{
    public string Session => session;

    public CallSide Caller { get; } = new(caller);

    public CallSide Callee { get; } = new(callee);

    public long BegunAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>
    /// The caller's start was answered, so the caller knows of it. Otherwise it is the work of a start whose answer
    /// was lost: the server, or the callee, gets rid of it.
    /// </summary>
    public bool IsKnownToCaller { get; set; }

    public bool IsJudged { get; set; }

    /// <summary>Something was found to be wrong with it.</summary>
    public bool IsReported { get; set; }

    public bool IsOverForOne => Caller.KnowsItsOver || Callee.KnowsItsOver;

    public bool IsOverForBoth => Caller.KnowsItsOver && Callee.KnowsItsOver;

    public CallSide Of(Client client) => client == caller ? Caller : Callee;

    public CallSide PeerOf(CallSide side) => side == Caller ? Callee : Caller;

    /// <summary>Takes an event of one side's.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public (Wrong Kind, string What)? Take(CallSide side, Frame frame)
    {
        switch (frame.Type)
        {
            case "call.ring":
                var rang = side.Rang;
                side.Rang = true;
                return rang ? (Wrong.Doubled, "a second call.ring") : null;
            case "call.accepted":
                var accepted = side.HeardAccepted;
                side.HeardAccepted = true;
                return accepted ? (Wrong.Doubled, "a second call.accepted")
                    : side.Ending is not null ? (Wrong.Disagreement, "call.accepted behind the end") : null;
            case "call.rejected":
                return End(side, "rejected", PeerOf(side).Client.User);
            case "call.ended":
                frame.Payload.TryGetProperty("peer_info", out var info);
                return End(side, frame.Text("reason") ?? "?", Frame.Text(info, "user_id"));
            default:
                return int.TryParse(frame.Text("marker"), out var place)
                    ? PeerOf(side).Relays.Arrive(place, frame.Type)
                    : (Wrong.Disagreement, $"{frame.Type} that nobody sends");
        }
    }

    /// <summary>How long what was sent was under way.</summary>
    public void MeasureInto(Delays delays)
    {
        foreach (var side in new[] { Caller, Callee })
        {
            var peer = PeerOf(side);
            foreach (var sent in side.Relays.All.Where(sent => sent is { Fate: Fate.Done, Arrivals: 1 }))
            {
                delays.Note($"{sent.Type} of {side.Client.User}", sent.AnsweredAt, peer.Client.Presence.HereSince, sent.ArrivedAt);
            }

            if (side.EndedItself && peer.Ending is not null)
            {
                delays.Note($"the end by {side.Client.User}", side.EndedAt, peer.Client.Presence.HereSince, peer.EndingAt);
            }
        }
    }

    public override string ToString() => $"call {session} [{Caller}] [{Callee}]";

    private static (Wrong Kind, string What)? End(CallSide side, string how, string? by)
    {
        if (side.Ending is not null)
        {
            return (Wrong.Doubled, $"a second end, {how}, after {side.Ending}");
        }

        side.HearEnd(how, by);
        return null;
    }
}
