using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>The events of resumable sessions, as the scripts that caused them keep them.</summary>
internal sealed class RedisReplay(RedisConnection redis) : IReplay
{
    public async ValueTask<IReadOnlyList<ServerEvent>?> ReadAsync(
        IClientConnection connection, CancellationToken cancellationToken)
    {
        var last = connection.LastSeq;
        var reply = (await redis.EvaluateAsync(
            RedisScript.Replay, [connection.User.Id.Value, connection.ResumeToken ?? "", last])).Fields();
        if ((int)reply[0] == 0)
        {
            return null;
        }

        return [.. reply.Skip(1).Select((frame, i) =>
            new ServerEvent(WireFrame.Numbered(last + 1 + i, frame.Bytes()), last + 1 + i))];
    }

    public async ValueTask<ServerEvent> AdoptAsync(
        IClientConnection connection, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        RedisValue[] arguments =
            [connection.User.Id.Value, connection.ResumeToken ?? "", connection.LastSeq, frame.ToArray()];
        var seq = (long)await redis.EvaluateAsync(RedisScript.Adopt, arguments);
        return new(WireFrame.Numbered(seq, frame.Span), seq);
    }
}
