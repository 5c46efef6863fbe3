using Goring.Domain.Devices;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Domain.Calls;

/// <summary>One call between two users, as it stands in the store.</summary>
/// <param name="CreatedAt">When it began to ring. Stored in whole seconds.</param>
/// <param name="CalleeDevice">The device to wake, where the callee was offline; otherwise null.</param>
/// <param name="CallerProfile">The caller as the callee is shown them, where it is known.</param>
/// <param name="CalleeProfile">The callee as the caller is shown them, known once they accepted.</param>
public sealed record CallSession(
    SessionId Id,
    UserId Caller,
    UserId Callee,
    CallState State,
    DateTimeOffset CreatedAt,
    Device? CalleeDevice = null,
    User? CallerProfile = null,
    User? CalleeProfile = null)
{
    /// <summary>
    /// Takes a step: who may is asked first, then whether the state allows it.
    /// <paramref name="by"/> is null for the server itself, which may take the rows of <see cref="CallParty.None"/> alone.
    /// </summary>
    /// <returns><see cref="Outcome.Done"/> with <paramref name="next"/> as the session after it; otherwise
    /// <see cref="ErrorCode.Unauthorized"/> or <see cref="ErrorCode.InvalidState"/>, with <paramref name="next"/>
    /// unchanged.</returns>
    public Outcome Apply(CallTransition transition, UserId? by, out CallSession next)
    {
        ArgumentNullException.ThrowIfNull(transition);
        next = this;

        if (!Permits(transition.By, PartyOf(by)))
        {
            return ErrorCode.Unauthorized;
        }

        if (!transition.From.Contains(State))
        {
            return ErrorCode.InvalidState;
        }

        next = transition.To is { } state ? this with { State = state } : this;
        return Outcome.Done;
    }

    /// <summary>
    /// Whether a step that is possible now leaves the call unanswered, so that phones that were rung are told to stop.
    /// </summary>
    public bool IsLeftUnansweredBy(CallTransition transition, UserId? by)
    {
        ArgumentNullException.ThrowIfNull(transition);
        return State == CallState.Ringing && transition.UnansweredBy is { } may && Permits(may, PartyOf(by));
    }

    /// <summary>The other side of <paramref name="user"/>.</summary>
    public UserId PeerOf(UserId user) => user == Caller ? Callee : Caller;

    /// <summary>The other side of <paramref name="user"/>, with as much of a profile as is known.</summary>
    public User PeerProfileOf(UserId user) =>
        user == Caller ? CalleeProfile ?? new User(Callee) : CallerProfile ?? new User(Caller);

    private static bool Permits(CallParty may, CallParty? party) =>
        party is { } known && (may == known || (may & known) != CallParty.None);

    /// <summary>The part of a user, <see cref="CallParty.None"/> for the server, null for a stranger.</summary>
    private CallParty? PartyOf(UserId? user)
    {
        if (user is not { } id)
        {
            return CallParty.None;
        }

        if (id == Caller)
        {
            return CallParty.Caller;
        }

        return id == Callee ? CallParty.Callee : null;
    }
}
