using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Rooms of a fleet: each member is one script, one round trip. Whom a script finds on this instance is told from here;
/// for each other instance it has published one message.
/// </summary>
internal sealed class RedisRoomStore(
    RedisConnection redis, RedisOptions options, RedisRoomNews news, RoomClients clients) : IRoomStore
{
    public async ValueTask<RoomEntry> JoinAsync(
        RoomClient client, RoomId room, RoomId? leaving, int capacity, CancellationToken cancellationToken)
    {
        redis.ThrowIfAway();
        return await redis.WithinBudgetAsync(TakeInAsync(client, redis.EvaluateUnboundedAsync(
            RedisRoomScripts.Join,
            [
                options.ServerId,
                client.Id.Value,
                room.Value,
                leaving?.Value ?? "",
                capacity,
                ProfileJson.Of(client.User),
            ])));
    }

    public async ValueTask LeaveAsync(ClientId client, RoomId room, CancellationToken cancellationToken)
    {
        redis.ThrowIfAway();
        await redis.WithinBudgetAsync(TakeOutAsync(client, redis.EvaluateUnboundedAsync(
            RedisRoomScripts.Leave, [options.ServerId, client.Value, room.Value])));
    }

    public async ValueTask<Outcome> RelayAsync(
        ClientId from, RoomId room, ClientId to, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        redis.ThrowIfAway();
        return await redis.WithinBudgetAsync(DeliverAsync(to, frame, redis.EvaluateUnboundedAsync(
            RedisRoomScripts.Relay, [options.ServerId, room.Value, from.Value, to.Value, frame.ToArray()])));
    }

    private async Task<RoomEntry> TakeInAsync(RoomClient client, Task<RedisResult> evaluation) =>
        RedisRoomReply.Read((await evaluation).Fields(), client, news);

    private async Task<bool> TakeOutAsync(ClientId client, Task<RedisResult> evaluation)
    {
        var reply = (await evaluation).Fields();
        var wasIn = reply[0].Text() is { Length: > 0 };
        if (wasIn)
        {
            news.Tell(reply[1].Text(), new RoomEvent.Left(client, RedisRoomReply.Number(reply[0])));
        }

        return wasIn;
    }

    private async Task<Outcome> DeliverAsync(ClientId to, ReadOnlyMemory<byte> frame, Task<RedisResult> evaluation)
    {
        var reply = (await evaluation).Fields();
        if (reply.Length > 1)
        {
            clients.Find(to)?.Hear(RedisRoomReply.Number(reply[1]), new RoomEvent.Relayed(frame));
        }

        return RedisReply.OutcomeOf(reply);
    }
}
