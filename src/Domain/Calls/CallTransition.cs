using System.Collections.Immutable;

namespace Goring.Domain.Calls;

/// <summary>
/// One step that a call can take: from which states, to which, and who may take it. The rows below are the only
/// place where the rules of a call stand; every store applies these rows and knows no rule of its own
/// (docs/decisions/0003).
/// </summary>
/// <remarks>
/// A wrong try is refused in this order: no session is <c>session_not_found</c>, a sender without that part in it
/// is <c>unauthorized</c>, a state outside <see cref="From"/> is <c>invalid_state</c>.
/// </remarks>
public sealed record CallTransition
{
    private CallTransition(string name, ImmutableArray<CallState> from, CallState? to, CallParty by)
    {
        Name = name;
        From = from;
        To = to;
        By = by;
    }

    public static CallTransition Accept { get; } =
        new("accept", [CallState.Ringing], CallState.Accepted, CallParty.Callee);

    public static CallTransition Reject { get; } =
        new("reject", [CallState.Ringing], CallState.Rejected, CallParty.Callee);

    public static CallTransition End { get; } =
        new("end", [CallState.Ringing, CallState.Accepted], CallState.Ended, CallParty.Either)
        {
            UnansweredBy = CallParty.Caller,
        };

    public static CallTransition Relay { get; } =
        new("relay", [CallState.Accepted], to: null, CallParty.Either);

    /// <summary>Reading a session's state, open to its parties whatever the state is.</summary>
    public static CallTransition Check { get; } =
        new("check", [.. Enum.GetValues<CallState>()], to: null, CallParty.Either);

    /// <summary>The ring time is over. Both are told.</summary>
    public static CallTransition RingTimedOut { get; } =
        new("ring_timed_out", [CallState.Ringing], CallState.Ended, CallParty.None)
        {
            UnansweredBy = CallParty.None,
        };

    /// <summary>A party's socket is lost. Refused as <c>invalid_state</c> where they hold one again.</summary>
    public static CallTransition PeerLost { get; } =
        new("peer_lost", [CallState.Ringing, CallState.Accepted], CallState.Ended, CallParty.Either)
        {
            OnlyWhileAway = true,
            UnansweredBy = CallParty.Either,
        };

    /// <summary>Every row.</summary>
    public static ImmutableArray<CallTransition> All { get; } =
        [Accept, Reject, End, Relay, Check, RingTimedOut, PeerLost];

    /// <summary>For logs and test names.</summary>
    public string Name { get; }

    public ImmutableArray<CallState> From { get; }

    /// <summary>The state after it, or null where it changes nothing.</summary>
    public CallState? To { get; }

    public CallParty By { get; }

    /// <summary>Whether the step holds only while the party that takes it has no socket.</summary>
    public bool OnlyWhileAway { get; private init; }

    /// <summary>
    /// By whom it leaves a ringing call unanswered, so that phones that were rung for it are told to stop; null where
    /// the callee has heard of the call by then. A callee who hangs up has answered in their way.
    /// </summary>
    public CallParty? UnansweredBy { get; private init; }

    /// <summary>Whether the call is over after it: the session is deleted and both users are free.</summary>
    public bool IsFinal => To is CallState.Rejected or CallState.Ended;
}
