using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Calls of a fleet: each step is one round trip, which it may share with others (<see cref="RedisSteps"/>). The script
/// finds out who holds the receiver's socket; where that is this instance, the frame is delivered from here, otherwise
/// the script has published it.
/// </summary>
internal sealed class RedisCallStore(RedisConnection redis, RedisSteps steps, RedisNeighbours neighbours) : ICallStore
{
    public ValueTask<Outcome> StartAsync(
        CallSession call, TimeSpan ringFor, RingFrames ring, PushRequest? push, CancellationToken cancellationToken)
    {
        var none = RedisValue.EmptyString;
        RedisValue[] fields =
        [
            none,
            call.Id.Value,
            call.Caller.Value,
            call.Callee.Value,
            call.CreatedAt.ToUnixTimeSeconds(),
            (long)ringFor.TotalMilliseconds,
            ProfileJson.Of(call.CallerProfile),
            none,
            none,
            push is null ? none : $",{string.Join(',', push.Services.Select(CallNames.ToWire))},",
            push?.Named is { } device ? RedisDevice.ToText(device) : none,
            push?.Content.ToJson() ?? none,
        ];
        return new(steps.TakeAsync(new RedisCallStart(call, fields, ring, neighbours.Of(call))));
    }

    public ValueTask<Outcome> ApplyAsync(
        SessionId session,
        CallTransition transition,
        User? by,
        ReadOnlyMemory<byte> frame,
        CancellationToken cancellationToken)
    {
        var profile = transition.To == CallState.Accepted ? ProfileJson.Of(by) : "";
        var receiver = by is null ? null : neighbours.Of(by.Id, session, transition);
        return new(steps.TakeAsync(new RedisCallStep(transition, session, by?.Id, frame, profile, receiver)));
    }

    public async ValueTask<CallSession?> FindAsync(SessionId session, CancellationToken cancellationToken)
    {
        redis.ThrowIfAway();
        var fields = await redis.GetHashAsync(RedisKeys.SessionOf(session));
        return RedisSession.Parse(session, fields.ToDictionary(field => (string)field.Name!, field => (string)field.Value!));
    }

    public async ValueTask<SessionId?> FindByUserAsync(UserId user, CancellationToken cancellationToken)
    {
        string? session = await redis.GetAsync(RedisKeys.CallOf(user));
        return session is null ? null : new SessionId(session);
    }
}
