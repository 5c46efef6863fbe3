using System.Security.Cryptography;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Slots of a fleet. A slot names a server, as older fleets read it; its connection stands beside it.</summary>
internal sealed class RedisPresence(RedisConnection redis, RedisSignals signals, RedisOptions options) : IPresence
{
    /// <summary>How many slots one script refreshes: it holds Redis up for about a millisecond.</summary>
    private const int RefreshBatch = 100;

    private const int FieldsPerHolder = 5;

    private readonly long _graceMilliseconds = (long)options.ReconnectGrace.TotalMilliseconds;

    public async ValueTask<SessionStart> ClaimAsync(IClientConnection connection, CancellationToken cancellationToken)
    {
        var holder = new SlotHolder(connection.User.Id, connection.Id);
        await signals.SubscribeAsync(holder);
        var reply = await signals.AwaitClaimAsync(holder.Connection, () => redis.EvaluateAsync(
            RedisScript.Claim,
            [
                options.ServerId,
                holder.User.Value,
                holder.Connection.Value,
                connection.Resume?.Token ?? "",
                connection.Resume?.LastSeq ?? -1,
                connection.Resume is null ? "" : NewToken(),
                _graceMilliseconds,
            ]));

        var fields = reply.Fields();
        var token = fields[1].Text();
        var lastSeq = (long)fields[2];
        return new(
            (int)fields[0] == 1,
            token.Length == 0 ? null : token,
            lastSeq,
            EventsOf(fields.AsSpan(5), token, lastSeq),
            CallOf(fields[3].Text(), fields[4].Fields()));
    }

    public async ValueTask<bool> ReleaseAsync(SlotHolder holder, CancellationToken cancellationToken)
    {
        RedisValue[] arguments =
        [
            options.ServerId, holder.User.Value, holder.Connection.Value, _graceMilliseconds,
            .. (holder.Undelivered ?? []).Select(frame => (RedisValue)frame.ToArray()),
        ];
        var released = redis.EvaluateAsync(RedisScript.Release, arguments);
        await Task.WhenAll(released, signals.UnsubscribeAsync(holder));
        return (int)await released == 1;
    }

    public async ValueTask<RefreshReport> RefreshAsync(
        IReadOnlyList<IClientConnection> connections, CancellationToken cancellationToken)
    {
        // Commands work again before the subscriptions do: who is reachable must hear what they are sent.
        await redis.HearingAsync();

        List<IClientConnection> taken = [];
        List<IClientConnection> behind = [];
        List<IClientConnection> callless = [];

        // Redis is asked even where nobody is connected, so that success means that it answers.
        foreach (var batch in connections.Chunk(RefreshBatch).DefaultIfEmpty([]))
        {
            var reply = (await redis.EvaluateAsync(RedisScript.Refresh, ArgumentsFor(batch))).Fields();
            Add(taken, reply[0]);
            Add(behind, reply[1]);
            Add(callless, reply[2]);

            void Add(List<IClientConnection> list, RedisResult positions) =>
                list.AddRange(positions.Fields().Select(position => batch[(int)position - 1]));
        }

        return new(taken, behind, callless);
    }

    private RedisValue[] ArgumentsFor(IClientConnection[] batch)
    {
        var arguments = new RedisValue[2 + (FieldsPerHolder * batch.Length)];
        arguments[0] = options.ServerId;
        arguments[1] = _graceMilliseconds;
        for (var i = 0; i < batch.Length; i++)
        {
            var at = 2 + (FieldsPerHolder * i);
            var connection = batch[i];
            arguments[at] = connection.User.Id.Value;
            arguments[at + 1] = connection.Id.Value;
            arguments[at + 2] = connection.ResumeToken ?? "";
            arguments[at + 3] = connection.LastSeq;
            arguments[at + 4] = connection.Call?.Value ?? "";
        }

        return arguments;
    }

    private static CallSession? CallOf(string session, RedisResult[] pairs)
    {
        if (session.Length == 0)
        {
            return null;
        }

        var fields = pairs.Chunk(2).ToDictionary(pair => pair[0].Text(), pair => pair[1].Text());
        return RedisSession.Parse(new SessionId(session), fields);
    }

    private static List<ServerEvent> EventsOf(ReadOnlySpan<RedisResult> frames, string token, long lastSeq)
    {
        List<ServerEvent> events = new(frames.Length);
        foreach (var result in frames)
        {
            var frame = result.Bytes();
            events.Add(token.Length == 0 ? new(frame) : new(WireFrame.Numbered(++lastSeq, frame), lastSeq));
        }

        return events;
    }

    /// <summary>128 random bits: who knows it may resume the user's session, and only with that user's own token.</summary>
    private static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
