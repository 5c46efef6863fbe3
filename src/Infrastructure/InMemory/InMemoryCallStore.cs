using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.Infrastructure.InMemory;

/// <summary>Calls of one instance. Frames are queued under the lock, so they stand in the order of the steps.</summary>
internal sealed class InMemoryCallStore(InMemoryState state, PushSignal signal, TimeProvider time) : ICallStore
{
    public ValueTask<Outcome> StartAsync(
        CallSession call, TimeSpan ringFor, RingFrames ring, PushRequest? push, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (state.CallOfUser.ContainsKey(call.Caller) || state.CallOfUser.ContainsKey(call.Callee))
            {
                return new(ErrorCode.UserBusy);
            }

            var now = time.GetUtcNow();
            var isConnected = state.Slots.TryGetValue(call.Callee, out var callee);
            var reachable = isConnected || push is null
                ? []
                : state.Devices.Reachable(call.Callee, push.Named, push.Services, now);
            if (!isConnected && reachable.Count == 0)
            {
                return new(ErrorCode.UserOffline);
            }

            state.Calls[call.Id] = call with { CalleeDevice = reachable is [var first, ..] ? first : null };
            state.CallOfUser[call.Caller] = call.Id;
            state.CallOfUser[call.Callee] = call.Id;
            state.Deadlines.Set(DeadlineKind.RingEnds, call.Id.Value, (now + ringFor).ToUnixTimeMilliseconds());
            if (isConnected)
            {
                state.Route(call.Callee, callee.IsResumable ? ring.Extended : ring.Base, isRelay: false);
            }
            else
            {
                state.Pushes.Open(call, reachable, push!.Content, now, now + ringFor);
                signal.Poke();
            }

            return new(Outcome.Done);
        }
    }

    public ValueTask<Outcome> ApplyAsync(
        SessionId session,
        CallTransition transition,
        User? by,
        ReadOnlyMemory<byte> frame,
        CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            if (!state.Calls.TryGetValue(session, out var call))
            {
                return new(ErrorCode.SessionNotFound);
            }

            var outcome = call.Apply(transition, by?.Id, out var next);
            if (!outcome.IsDone)
            {
                return new(outcome);
            }

            if (transition.OnlyWhileAway && by is { } away && state.Slots.ContainsKey(away.Id))
            {
                return new(ErrorCode.InvalidState);
            }

            if (transition.To is not null
                && call.State == CallState.Ringing
                && state.Pushes.Settle(session, call.IsLeftUnansweredBy(transition, by?.Id), time.GetUtcNow()))
            {
                signal.Poke();
            }

            Store(transition, next.State == CallState.Accepted && call.State != CallState.Accepted
                ? next with { CalleeProfile = by }
                : next);
            return new(Route(call, transition, by?.Id, frame) ? Outcome.Done : ErrorCode.UserOffline);
        }
    }

    public ValueTask<CallSession?> FindAsync(SessionId session, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return new(state.Calls.GetValueOrDefault(session));
        }
    }

    public ValueTask<SessionId?> FindByUserAsync(UserId user, CancellationToken cancellationToken)
    {
        lock (state.Gate)
        {
            return new(state.CallOfUser.TryGetValue(user, out var session) ? session : null);
        }
    }

    private void Store(CallTransition transition, CallSession call)
    {
        if (transition.To is null)
        {
            return;
        }

        state.Deadlines.Remove(DeadlineKind.RingEnds, call.Id.Value);
        if (!transition.IsFinal)
        {
            state.Calls[call.Id] = call;
            return;
        }

        state.Calls.Remove(call.Id);
        Free(call.Caller);
        Free(call.Callee);
    }

    private void Free(UserId user)
    {
        state.CallOfUser.Remove(user);
        state.Deadlines.Remove(DeadlineKind.PeerReturns, user.Value);
    }

    /// <summary>To the other party; to both where the server takes the step, or where one who is away is lost.</summary>
    private bool Route(CallSession call, CallTransition transition, UserId? by, ReadOnlyMemory<byte> frame)
    {
        var isRelay = transition == CallTransition.Relay;
        var toCaller = call.Caller != by || transition.OnlyWhileAway;
        var toCallee = call.Callee != by || transition.OnlyWhileAway;
        return (!toCaller || state.Route(call.Caller, frame, isRelay))
            && (!toCallee || state.Route(call.Callee, frame, isRelay));
    }
}
