using System.Diagnostics;

namespace Goring.Chaos.Checks;

/// <summary>Whether a call went as it may.</summary>
internal static class Verdict
{
    private const string NoAnswer = "no_answer";
    private const string EndedByUser = "ended_by_user";
    private const string PeerDisconnected = "peer_disconnected";
    private const string Rejected = "rejected";

    /// <summary>The ring time, less what its beginning took to reach us.</summary>
    private static readonly TimeSpan LeastRing = ChaosOptions.RingTimeout - TimeSpan.FromSeconds(2);

    /// <summary>What must still happen.</summary>
    public static IEnumerable<(Wrong Kind, string What)> Unmet(CallRecord call)
    {
        if (call.IsKnownToCaller && !call.Callee.Rang && !call.Callee.MissedEvents)
        {
            yield return (Wrong.Lost, "the ring never came");
        }

        if (call.Callee.Has("call.accept") && !call.Caller.HeardAccepted && !call.Caller.MissedEvents)
        {
            yield return (Wrong.Lost, "call.accepted never came");
        }

        foreach (var side in new[] { call.Caller, call.Callee })
        {
            var peer = call.PeerOf(side);
            var concerned = side == call.Callee || call.IsKnownToCaller;
            if (concerned && !side.KnowsItsOver)
            {
                yield return (Wrong.Stuck, $"{side.Client.User} does not know that it is over");
            }

            if (side.Ending is null && !side.MissedEvents && MustBeTold(side, peer, concerned))
            {
                yield return (Wrong.Lost, $"{side.Client.User} was not told that it is over");
            }

            if (peer.MissedEvents)
            {
                continue;
            }

            foreach (var missing in side.Relays.Missing)
            {
                yield return (Wrong.Lost, $"{missing.Type} {missing.Place} of {side.Client.User} never came");
            }
        }
    }

    /// <summary>
    /// What must not have happened. To be asked once nothing is unmet, and again at the end: there may be late news.
    /// </summary>
    public static IEnumerable<(Wrong Kind, string What)> Contradictions(CallRecord call)
    {
        if (call.Caller.EndedItself && call.Callee.EndedItself)
        {
            yield return (Wrong.Disagreement, "both have ended it");
        }

        foreach (var side in new[] { call.Caller, call.Callee })
        {
            var peer = call.PeerOf(side);
            if (side.EndedItself && side.Ending is not null)
            {
                yield return (Wrong.Disagreement, $"{side.Client.User} ended it and was told that it ended");
            }

            foreach (var sent in side.Relays.Smuggled)
            {
                yield return (Wrong.Disagreement, $"{sent.Type} {sent.Place} came though it was refused as {sent.Code}");
            }

            if (Contradiction(call, side, peer) is { } what)
            {
                yield return (Wrong.Disagreement, what);
            }
        }

        if (call.Caller.Ending is { } heard && call.Callee.Ending is { } too && heard != too)
        {
            yield return (Wrong.Disagreement, $"the caller heard {heard}, the callee {too}");
        }

        if (PeerDisconnected == (call.Caller.Ending ?? call.Callee.Ending) && NobodyWasAway(call) is { } longest)
        {
            yield return (Wrong.Lost, $"peer_disconnected though nobody was away for more than {longest.TotalSeconds:F1} s");
        }
    }

    /// <summary>Whoever did not end it hears of it from the server, however they find out first.</summary>
    private static bool MustBeTold(CallSide side, CallSide peer, bool concerned) =>
        peer.EndedItself
        || (peer.Ending == NoAnswer && !side.EndedItself)
        || (concerned && side.IsGone && !side.EndedItself && peer.Ending != PeerDisconnected
            && !side.Tried("call.end") && !side.Tried("call.reject"));

    private static string? Contradiction(CallRecord call, CallSide side, CallSide peer) => side.Ending switch
    {
        null => null,
        not Rejected when peer.Has("call.reject") => $"{side.Client.User} was rejected and heard {side.Ending}",
        not EndedByUser when peer.Has("call.end") => $"{peer.Client.User} ended it and the other heard {side.Ending}",
        EndedByUser when side.EndedBy != peer.Client.User => $"{side.Client.User} heard that {side.EndedBy} ended it",
        EndedByUser when peer == call.Callee && !peer.Tried("call.end") => "the callee did not end it",
        EndedByUser when peer == call.Caller && !peer.Tried("call.end") && call.IsKnownToCaller =>
            "the caller did not end it",
        Rejected when side == call.Callee || !peer.Tried("call.reject") => "nobody rejected it",
        NoAnswer when call.Callee.Has("call.accept") => "no_answer though it was accepted",
        NoAnswer when Stopwatch.GetElapsedTime(call.BegunAt, side.EndingAt) < LeastRing => "no_answer before its time",
        EndedByUser or Rejected or NoAnswer or PeerDisconnected => null,
        var other => $"ended with {other}",
    };

    private static TimeSpan? NobodyWasAway(CallRecord call)
    {
        var caller = call.Caller.Client.Presence.Absence.LongestSince(call.BegunAt);
        var callee = call.Callee.Client.Presence.Absence.LongestSince(call.BegunAt);
        var longest = caller > callee ? caller : callee;
        return longest < ChaosOptions.ReconnectGrace - TimeSpan.FromSeconds(1) ? longest : null;
    }
}
