using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>
/// Comes to a room, offers to those who come after and answers those who were there, and goes; again and again. Whatever
/// it is told that cannot be is a failure.
/// </summary>
internal sealed class Visitor(GoringServer server, string room, Random random, Func<bool> goesOn)
{
    private readonly HashSet<string> _there = [];

    /// <summary>How often it was in the room.</summary>
    public int Visits { get; private set; }

    /// <summary>How many offers of its own were answered.</summary>
    public int Exchanges { get; private set; }

    /// <summary>How often it was told <c>internal_error</c>.</summary>
    public int Faults { get; private set; }

    public async Task RunAsync()
    {
        while (goesOn())
        {
            await using var guest = await RoomGuest.ConnectAsync(server);
            var stays = random.Next(1, 4);
            for (var stay = 0; stay < stays && goesOn(); stay++)
            {
                await VisitAsync(guest);
            }

            await GoAsync(guest);
        }
    }

    private async Task VisitAsync(RoomGuest guest)
    {
        _there.Clear();
        await guest.JoinAsync(room);
        Visits++;
        var end = TimeProvider.System.GetTimestamp() + (random.Next(500, 2500) * TimeProvider.System.TimestampFrequency / 1000);
        while (TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), end) is var left && left > TimeSpan.Zero)
        {
            try
            {
                await TakeAsync(guest, await guest.NextAsync(left));
            }
            catch (TimeoutException)
            {
                break;
            }
        }

        await guest.LeaveAsync();

        // What was under way is read: after the answer to an offer to nobody no more comes of this stay.
        await guest.OfferAsync("nobody");
        while (await guest.NextAsync(TimeSpan.FromSeconds(30)) is var (type, payload)
            && (type != "error" || (string?)payload["code"] != "invalid_state"))
        {
            await TakeAsync(guest, (type, payload), answers: false);
        }
    }

    private async Task TakeAsync(RoomGuest guest, (string Type, System.Text.Json.Nodes.JsonObject Payload) frame, bool answers = true)
    {
        var other = (string?)frame.Payload["client_id"] ?? "";
        switch (frame.Type)
        {
            case "new-client":
                _there.Add(other).Should().BeTrue("{0} is told once", other);
                if (answers)
                {
                    await guest.OfferAsync(other);
                }

                break;
            case "leave-client":
                _there.Remove(other);
                break;
            case "offer":
                // One who was there before, of whom a newcomer is not told.
                _there.Add(other);
                if (answers)
                {
                    await guest.Socket.SendAsync("answer", new { client_id = other, sdp = "v=0" });
                    await guest.Socket.SendAsync("ice-candidate", new { client_id = other, candidate = "candidate:1" });
                }

                break;
            case "answer":
                // It may be to an offer of an earlier stay: the id is that of the connection.
                Exchanges += _there.Contains(other) ? 1 : 0;
                break;
            case "ice-candidate":
                break;
            default:
                frame.Type.Should().Be("error");
                await TakeErrorAsync(guest, (string?)frame.Payload["code"], answers);
                break;
        }
    }

    private async Task TakeErrorAsync(RoomGuest guest, string? code, bool answers)
    {
        if (code == "internal_error")
        {
            Faults++;
            if (!answers)
            {
                await guest.LeaveAsync();
                await guest.OfferAsync("nobody");
            }
        }
        else if (Faults == 0)
        {
            // The other may have left while our message was on its way.
            code.Should().Be("user_offline");
        }
    }

    private async Task GoAsync(RoomGuest guest)
    {
        if (random.Next(2) == 0)
        {
            await guest.JoinAsync(room);
        }

        if (random.Next(2) == 0)
        {
            guest.Socket.Abort();
        }
        else
        {
            await guest.Socket.LeaveAsync();
        }
    }
}
