using System.Globalization;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads what the scripts of rooms answer.</summary>
internal static class RedisRoomReply
{
    /// <summary>
    /// The answer of <c>room_join.lua</c> and <c>room_restore.lua</c>; those whom they name are told, however late the
    /// answer comes, since the step has been taken then.
    /// </summary>
    public static RoomEntry Read(RedisResult[] reply, RoomClient client, RedisRoomNews news)
    {
        var outcome = RedisReply.OutcomeOf(reply);
        if (!outcome.IsDone)
        {
            return RoomEntry.Full;
        }

        var number = Number(reply[1]);
        if (reply[3].Text() is { Length: > 0 } left)
        {
            news.Tell(reply[4].Text(), new RoomEvent.Left(client.Id, long.Parse(left, CultureInfo.InvariantCulture)));
        }

        news.Tell(reply[2].Text(), new RoomEvent.Joined(new(client.Id, number, client.User)));
        return new(Outcome.Done, number, [.. Members(reply.AsSpan(5)).Where(member => member.Client != client.Id)]);
    }

    /// <summary>Client, number, profile, and so on; in the order of their numbers.</summary>
    public static IReadOnlyList<RoomMember> Members(ReadOnlySpan<RedisResult> fields)
    {
        List<RoomMember> members = new(fields.Length / 3);
        for (var i = 0; i < fields.Length; i += 3)
        {
            members.Add(new(
                new(fields[i].Text()), Number(fields[i + 1]), ProfileJson.Parse(fields[i + 2].Text())));
        }

        members.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        return members;
    }

    public static long Number(RedisResult text) => long.Parse(text.Text(), CultureInfo.InvariantCulture);
}
