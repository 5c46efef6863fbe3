using System.Collections.Frozen;
using System.Globalization;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Calls of a fleet: each member is one script, one round trip. A script finds out who holds the receiver's socket;
/// where that is this instance, the frame is delivered from here, otherwise the script has published it.
/// </summary>
internal sealed class RedisCallStore(
    RedisConnection redis,
    RedisOptions options,
    ConnectionRegistry registry,
    AbandonedSlots abandoned,
    PushSignal pushes) : ICallStore
{
    private static readonly FrozenDictionary<CallTransition, Row> Rows =
        CallTransition.All.ToFrozenDictionary(transition => transition, Row.Of);

    private readonly long _graceMilliseconds = (long)options.ReconnectGrace.TotalMilliseconds;

    public async ValueTask<Outcome> StartAsync(
        CallSession call, TimeSpan ringFor, RingFrames ring, PushRequest? push, CancellationToken cancellationToken)
    {
        var differs = !ring.Base.Equals(ring.Extended);
        return await RunAsync(RedisScript.Start, ring.Base, ring.Extended,
        [
            options.ServerId,
            call.Id.Value,
            call.Caller.Value,
            call.Callee.Value,
            call.CreatedAt.ToUnixTimeSeconds(),
            (long)ringFor.TotalMilliseconds,
            _graceMilliseconds,
            ProfileJson.Of(call.CallerProfile),
            ring.Base.ToArray(),
            differs ? ring.Extended.ToArray() : RedisValue.EmptyString,
            push is null ? "" : $",{string.Join(',', push.Services.Select(CallNames.ToWire))},",
            push?.Named is { } device ? RedisDevice.ToText(device) : "",
            push?.Content.ToJson() ?? "",
        ]);
    }

    public async ValueTask<Outcome> ApplyAsync(
        SessionId session,
        CallTransition transition,
        User? by,
        ReadOnlyMemory<byte> frame,
        CancellationToken cancellationToken)
    {
        var row = Rows[transition];
        return await RunAsync(RedisScript.Apply, frame, frame,
        [
            options.ServerId,
            session.Value,
            by?.Id.Value ?? "",
            row.May,
            row.From,
            row.To,
            row.Final,
            row.OnlyWhileAway,
            row.IsRelay,
            frame.ToArray(),
            transition.To == CallState.Accepted ? ProfileJson.Of(by) : RedisValue.EmptyString,
            row.UnansweredBy,
        ]);
    }

    public async ValueTask<CallSession?> FindAsync(SessionId session, CancellationToken cancellationToken)
    {
        redis.ThrowIfHanging();
        var fields = await redis.GetHashAsync(RedisKeys.SessionOf(session));
        return RedisSession.Parse(session, fields.ToDictionary(field => (string)field.Name, field => (string)field.Value));
    }

    public async ValueTask<SessionId?> FindByUserAsync(UserId user, CancellationToken cancellationToken)
    {
        string? session = await redis.GetAsync(RedisKeys.CallOf(user));
        return session is null ? null : new SessionId(session);
    }

    /// <summary>
    /// Runs a script and hands its frame to the connections that it named: they are held by this instance. This is
    /// done however late the reply comes, since the step has been taken then, whatever its sender was told.
    /// </summary>
    private async Task<Outcome> RunAsync(
        RedisScript script, ReadOnlyMemory<byte> basic, ReadOnlyMemory<byte> extended, RedisValue[] arguments)
    {
        redis.ThrowIfHanging();
        return await redis.WithinBudgetAsync(
            DeliverAsync(redis.EvaluateUnboundedAsync(script, arguments), basic, extended));
    }

    private async Task<Outcome> DeliverAsync(
        Task<RedisResult> evaluation, ReadOnlyMemory<byte> basic, ReadOnlyMemory<byte> extended)
    {
        var reply = (RedisResult[])await evaluation;
        var outcome = RedisReply.OutcomeOf(reply);
        if (reply.Length > 1 && (string)reply[1] == "push")
        {
            pushes.Poke();
        }

        for (var i = 2; i < reply.Length; i += 3)
        {
            var frame = (string)reply[1] == "10" ? extended : basic;
            var seq = (string)reply[i + 2] is { Length: > 0 } number ? long.Parse(number, CultureInfo.InvariantCulture) : 0;
            var holder = new SlotHolder(new((string)reply[i]), new((string)reply[i + 1]));
            var numbered = seq == 0 ? frame : WireFrame.Numbered(seq, frame.Span);
            if (!registry.TrySend(holder.Connection, new(numbered, seq)) && !registry.Contains(holder.Connection))
            {
                abandoned.Add(holder);
            }
        }

        return outcome;
    }

    /// <summary>A <see cref="CallTransition"/> as <c>apply.lua</c> takes it.</summary>
    private sealed record Row(
        string May, string From, string To, int Final, int OnlyWhileAway, int IsRelay, string UnansweredBy)
    {
        public static Row Of(CallTransition transition) => new(
            PartyName(transition.By),
            $",{string.Join(',', transition.From.Select(CallNames.ToWire))},",
            transition.To is { } to ? CallNames.ToWire(to) : "",
            transition.IsFinal ? 1 : 0,
            transition.OnlyWhileAway ? 1 : 0,
            transition == CallTransition.Relay ? 1 : 0,
            transition.UnansweredBy is { } party ? PartyName(party) : "");

        private static string PartyName(CallParty party) => party switch
        {
            CallParty.None => "none",
            CallParty.Caller => "caller",
            CallParty.Callee => "callee",
            CallParty.Either => "either",
            _ => throw new ArgumentOutOfRangeException(nameof(party), party, "No such party."),
        };
    }
}
