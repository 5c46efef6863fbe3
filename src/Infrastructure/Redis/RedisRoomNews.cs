using System.Globalization;
using System.Text;
using Goring.Application.Protocol;
using Goring.Application.Rooms;
using Goring.Domain.Rooms;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// What the members of rooms on this instance are to hear: one channel for all of them, on the connection of all our
/// subscriptions, so what Redis publishes in an order is handled in that order. A message is a line
/// <c>kind client number member@number,member@number…</c>, and behind it a profile (<c>joined</c>) or the frame
/// (<c>relayed</c>).
/// </summary>
internal sealed class RedisRoomNews(RedisConnection redis, RedisOptions options, RoomClients clients)
{
    /// <summary>To be called once, before anybody joins.</summary>
    public Task OpenAsync() =>
        RedisConnection.Guarded(redis.SubscribeAsync(RedisRoomKeys.SignalOf(options.ServerId), Take));

    /// <summary>Tells members of this instance: <c>member@number,member@number…</c>, empty for nobody.</summary>
    public void Tell(string members, RoomEvent news)
    {
        foreach (var member in members.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = member.LastIndexOf('@');
            if (at > 0 && TryRead(member.AsSpan(at + 1), out var number))
            {
                clients.Find(new ClientId(member[..at]))?.Hear(number, news);
            }
        }
    }

    private void Take(byte[] message)
    {
        var line = message.AsSpan().IndexOf((byte)'\n');
        if (line < 0
            || Encoding.UTF8.GetString(message, 0, line).Split(' ') is not [var kind, var client, var digits, var members]
            || !TryRead(digits, out var number))
        {
            // Nobody of ours writes such a line; whoever did must not end the subscription.
            return;
        }

        var body = message.AsMemory(line + 1);
        switch (kind)
        {
            case "joined":
                Tell(members, new RoomEvent.Joined(
                    new(new(client), number, ProfileJson.Parse(Encoding.UTF8.GetString(body.Span)))));
                break;
            case "left":
                Tell(members, new RoomEvent.Left(new(client), number));
                break;
            case "relayed":
                Tell(members, new RoomEvent.Relayed(body));
                break;
        }
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
