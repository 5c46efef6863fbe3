using System.Collections.Concurrent;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Fifty clients want to get into a room for sixteen.</summary>
public abstract class RoomRaceTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private const int Clients = 50;
    private const int Capacity = 16;

    [Fact]
    public async Task Sixteen_are_in_the_rest_is_told_and_the_members_agree()
    {
        var guests = await Eventually.AllAsync(Enumerable.Range(0, Clients).Select(
            i => RoomGuest.ConnectAsync(i % 2 == 0 ? fleet.CallerSide : fleet.CalleeSide, speaksV1: true)));
        for (var round = 0; round < 5; round++)
        {
            var room = RoomGuest.NewRoom();
            var views = new ConcurrentDictionary<string, HashSet<string>>();
            var refused = 0;

            await Eventually.AllAsync(guests.Select(async guest =>
            {
                await guest.JoinAsync(room);
                if (await ViewAsync(guest) is { } view)
                {
                    views[guest.Id] = view;
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }));

            refused.Should().Be(Clients - Capacity);
            views.Should().HaveCount(Capacity);
            await Eventually.AllAsync(guests.Where(guest => views.ContainsKey(guest.Id)).Select(async guest =>
            {
                while (views[guest.Id].Count < Capacity)
                {
                    var (type, payload) = await guest.NextAsync();
                    type.Should().Be("new-client");
                    views[guest.Id].Add((string)payload["client_id"]!).Should().BeTrue();
                }
            }));
            views.Values.Should().OnlyContain(view => view.SetEquals(views.Keys));

            await Eventually.AllAsync(guests.Select(guest => LeaveAsync(guest)));
        }

        await Eventually.AllAsync(guests.Select(guest => guest.DisposeAsync().AsTask()));
    }

    /// <summary>Who the answer to a join says is there, the guest included; null where the room is full.</summary>
    private static async Task<HashSet<string>?> ViewAsync(RoomGuest guest)
    {
        var (type, payload) = await guest.NextAsync();
        if (type == "error")
        {
            ((string?)payload["code"]).Should().Be("room_full");
            return null;
        }

        type.Should().Be("room-members");
        return [guest.Id, .. payload["members"]!.AsArray().Select(member => (string)member!["client_id"]!)];
    }

    /// <summary>Leaves, and reads what the others' leaving brings.</summary>
    private static async Task LeaveAsync(RoomGuest guest)
    {
        await guest.Socket.SendRawAsync("""{"type":"leave","id":"leave"}""");
        while ((await guest.NextAsync()).Type is var type && type != "ack")
        {
            type.Should().Be("leave-client");
        }
    }
}

public sealed class EmbeddedRoomRaceTests(EmbeddedRoomFleet fleet) : RoomRaceTests<EmbeddedRoomFleet>(fleet);

public sealed class RedisPairRoomRaceTests(RedisPairRoomFleet fleet) : RoomRaceTests<RedisPairRoomFleet>(fleet);
