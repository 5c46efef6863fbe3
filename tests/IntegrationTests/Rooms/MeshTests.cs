using System.Collections.Concurrent;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>Eight members on three instances who join when they like: every pair connects, and of each pair one offers.</summary>
public sealed class MeshTests(RedisPairRoomFleet fleet) : IClassFixture<RedisPairRoomFleet>
{
    private const int Members = 8;
    private const int Rounds = 200;
    private const int Pairs = Members * (Members - 1) / 2;

    [Fact]
    public async Task Every_pair_has_one_offerer_and_completes_in_every_round()
    {
        await using var third = await fleet.StartServerAsync();
        GoringServer[] servers = [fleet.CallerSide, fleet.CalleeSide, third];
        var guests = await Eventually.AllAsync(Enumerable.Range(0, Members).Select(
            i => RoomGuest.ConnectAsync(servers[i % servers.Length])));
        var random = new Random(20_261);

        for (var round = 0; round < Rounds; round++)
        {
            var mesh = new Mesh($"{RoomGuest.NewRoom()}-{round}");

            // A new room each round, out of the one before by the join itself.
            var playing = guests.Select(guest => mesh.PlayAsync(guest, TimeSpan.FromMilliseconds(random.Next(4)))).ToArray();
            await Eventually.AllAsync(playing, seconds: 30);

            mesh.Offered.Should().HaveCount(Pairs, "of round {0}", round).And.OnlyHaveUniqueItems();
            mesh.Answered.Should().BeEquivalentTo(mesh.Offered, "of round {0}", round);
        }

        foreach (var guest in guests)
        {
            await guest.LeaveAsync();
        }

        await Eventually.AllAsync(guests.Select(guest => guest.DisposeAsync().AsTask()));
    }

    /// <summary>One round: who offered to whom, and who of them was answered.</summary>
    private sealed class Mesh(string room)
    {
        public ConcurrentBag<string> Offered { get; } = [];

        public ConcurrentBag<string> Answered { get; } = [];

        /// <summary>Joins at some moment, and is done once connected to all others.</summary>
        public async Task PlayAsync(RoomGuest guest, TimeSpan moment)
        {
            await Task.Delay(moment);
            await guest.JoinAsync(room);
            HashSet<string> connected = [];
            while (connected.Count < Members - 1)
            {
                var (type, payload) = await guest.NextAsync();
                var other = (string)payload["client_id"]!;
                switch (type)
                {
                    case "new-client":
                        Offered.Add(PairOf(guest.Id, other));
                        await guest.OfferAsync(other, room);
                        break;
                    case "offer":
                        ((string?)payload["sdp"]).Should().Be(room, "an offer of an earlier room must not come through");
                        await guest.Socket.SendAsync("answer", new { client_id = other, sdp = room });
                        connected.Add(other).Should().BeTrue();
                        break;
                    case "answer":
                        ((string?)payload["sdp"]).Should().Be(room);
                        Answered.Add(PairOf(guest.Id, other));
                        connected.Add(other).Should().BeTrue();
                        break;
                    default:
                        // Who was in the room before leaves it one after another.
                        type.Should().Be("leave-client");
                        break;
                }
            }
        }

        private static string PairOf(string one, string other) =>
            string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";
    }
}
