using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>The leases of a fleet's members, by Redis's own clock.</summary>
internal sealed class RedisRoomLeases(RedisConnection redis, RedisOptions options, RedisRoomNews news) : IRoomLeases
{
    /// <summary>How many members one script renews: it holds Redis up for about a millisecond.</summary>
    private const int RenewalBatch = 100;

    private const int FieldsPerLease = 5;

    public async ValueTask<RoomRenewal> RenewAsync(
        IReadOnlyList<RoomLease> leases, CancellationToken cancellationToken)
    {
        List<RoomLease> missing = [];
        List<(RoomLease Lease, IReadOnlyList<RoomMember> Members)> differing = [];
        foreach (var batch in leases.OrderBy(lease => lease.Seat.Room.Value, StringComparer.Ordinal).Chunk(RenewalBatch))
        {
            var reply = (await redis.EvaluateAsync(RedisRoomScripts.Renew, ArgumentsFor(batch))).Fields();
            foreach (var entry in reply.Select(entry => entry.Fields()))
            {
                var lease = batch[(int)entry[0] - 1];
                if (entry.Length == 1)
                {
                    missing.Add(lease);
                }
                else
                {
                    differing.Add((lease, RedisRoomReply.Members(entry.AsSpan(1))));
                }
            }
        }

        return new(missing, differing);
    }

    public async ValueTask<RoomEntry> RestoreAsync(
        RoomClient client, RoomSeat seat, int capacity, CancellationToken cancellationToken)
    {
        var reply = await redis.EvaluateAsync(
            RedisRoomScripts.Restore,
            [
                options.ServerId,
                client.Id.Value,
                seat.Room.Value,
                seat.Number,
                capacity,
                ProfileJson.Of(client.User),
            ]);
        return RedisRoomReply.Read(reply.Fields(), client, news);
    }

    public async ValueTask<int> SweepAsync(int most, CancellationToken cancellationToken) =>
        (int)await redis.EvaluateAsync(RedisRoomScripts.Sweep, [most]);

    private static RedisValue[] ArgumentsFor(RoomLease[] batch)
    {
        var arguments = new RedisValue[FieldsPerLease * batch.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            var at = FieldsPerLease * i;
            arguments[at] = batch[i].Client.Id.Value;
            arguments[at + 1] = batch[i].Seat.Room.Value;
            arguments[at + 2] = batch[i].Seat.Number;
            arguments[at + 3] = batch[i].Count;
            arguments[at + 4] = batch[i].Highest;
        }

        return arguments;
    }
}
