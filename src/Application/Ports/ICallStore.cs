using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Application.Ports;

/// <summary>
/// The calls of the fleet, and the way their messages go to users. Every member is atomic over the whole fleet: of
/// two that race, one happens wholly before the other. A message is routed in the same step that changes the state,
/// so whoever reads it finds the state it tells of.
/// </summary>
/// <remarks>
/// Order: the messages that one caller causes reach one user in the order of the calls that it awaited here, whichever
/// instances are involved. Blocking: a store that does not answer within its budget throws
/// <see cref="StoreUnavailableException"/>; the step may still happen later.
/// </remarks>
public interface ICallStore
{
    /// <summary>
    /// Makes a ringing call and sends <paramref name="ring"/> to the callee; where they have no socket, has a device of
    /// theirs rung instead (<see cref="IPushJobs"/>): one step.
    /// </summary>
    /// <param name="call">A new session.</param>
    /// <param name="ringFor">After that it is due as <see cref="DeadlineKind.RingEnds"/>.</param>
    /// <param name="ring">The frames for the callee.</param>
    /// <param name="push">How a callee without a socket may be reached; null where nobody can be.</param>
    /// <returns><see cref="ErrorCode.UserBusy"/> where either is in a call, else <see cref="ErrorCode.UserOffline"/>
    /// where the callee has no socket and no device that can be reached; nothing is made then.</returns>
    ValueTask<Outcome> StartAsync(
        CallSession call, TimeSpan ringFor, RingFrames ring, PushRequest? push, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a step of a call and sends <paramref name="frame"/> to the other party; to both where the server itself
    /// takes it. A final step deletes the session, frees both users and drops the call's deadlines before anybody is
    /// told. What is sent to a party who is away from the call is kept for their return. Devices that were rung are told
    /// where the step leaves the call unanswered (<see cref="CallTransition.UnansweredBy"/>), and not where it is answered.
    /// </summary>
    /// <param name="by">Who takes it; null for the server itself. Whoever accepts is kept as the callee's profile.</param>
    /// <returns>As <see cref="CallTransition"/> says; <see cref="ErrorCode.SessionNotFound"/> where there is no such
    /// session; <see cref="ErrorCode.UserOffline"/> for a relay to a peer who is away and for whom no more is kept.</returns>
    ValueTask<Outcome> ApplyAsync(
        SessionId session,
        CallTransition transition,
        User? by,
        ReadOnlyMemory<byte> frame,
        CancellationToken cancellationToken);

    /// <summary>The session, or null.</summary>
    ValueTask<CallSession?> FindAsync(SessionId session, CancellationToken cancellationToken);

    /// <summary>The session of the call that a user is in, or null.</summary>
    ValueTask<SessionId?> FindByUserAsync(UserId user, CancellationToken cancellationToken);
}

/// <summary>The ring of a call in both protocols: which one goes out depends on the callee's connection.</summary>
/// <param name="Base">For a client of the base protocol.</param>
/// <param name="Extended">For a <c>goring.v1</c> client: with <c>media</c> and <c>metadata</c>, where the caller gave them.</param>
public readonly record struct RingFrames(ReadOnlyMemory<byte> Base, ReadOnlyMemory<byte> Extended);
