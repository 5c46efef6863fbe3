using System.Globalization;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Rooms;

/// <summary>A client of rooms, which has read its id.</summary>
internal sealed class RoomGuest : IAsyncDisposable
{
    private RoomGuest(TestClient socket, string id)
    {
        Socket = socket;
        Id = id;
    }

    public TestClient Socket { get; }

    /// <summary>What the others address it by.</summary>
    public string Id { get; }

    public static Task<RoomGuest> ConnectAsync(GoringServer server, Person? person = null, bool speaksV1 = false) =>
        ConnectAsync(server.Port, person, speaksV1);

    public static Task<RoomGuest> ConnectAsync(int port, Person? person = null, bool speaksV1 = false) => ConnectAsync(
        new Uri($"ws://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/connect"), person, speaksV1);

    /// <param name="url">Where rooms are.</param>
    /// <param name="person">Whose token it has; null for none.</param>
    /// <param name="speaksV1">What it speaks.</param>
    public static async Task<RoomGuest> ConnectAsync(Uri url, Person? person = null, bool speaksV1 = false)
    {
        var socket = await TestClient.ConnectAsync(
            url,
            person ?? new Person("guest"),
            person is null ? TokenPlace.None : TokenPlace.Header,
            token: null,
            speaksV1 ? [Party.V1] : []);
        var notified = await socket.NextAsync("notify-client-id");
        notified.Select(field => field.Key).Should().Equal("client_id");
        return new(socket, (string)notified["client_id"]!);
    }

    /// <summary>One who is in a room; those who were there have read of it.</summary>
    public static async Task<RoomGuest> EnterAsync(GoringServer server, string room, params RoomGuest[] present)
    {
        var guest = await ConnectAsync(server);
        await guest.JoinAsync(room);
        await guest.ExpectNothingAsync();
        foreach (var other in present)
        {
            await other.ExpectAsync("new-client", guest);
        }

        return guest;
    }

    public static string NewRoom() => $"room-{Guid.NewGuid():N}";

    public Task JoinAsync(string room) => Socket.SendAsync("join", new { room_id = room });

    public Task LeaveAsync() => Socket.SendRawAsync("""{"type":"leave"}""");

    public Task OfferAsync(string to, string sdp = "v=0") => Socket.SendAsync("offer", new { client_id = to, sdp });

    /// <summary>The next frame says that of that guest.</summary>
    public Task ExpectAsync(string type, RoomGuest about) => Socket.ExpectAsync(type, new() { ["client_id"] = about.Id });

    /// <summary>The next frame is an error of that code, with a text and nothing else.</summary>
    public async Task ExpectErrorAsync(string code)
    {
        var error = await Socket.NextAsync("error");
        error.Select(field => field.Key).Should().BeEquivalentTo(["error", "code"]);
        ((string?)error["code"]).Should().Be(code);
        ((string?)error["error"]).Should().NotBeNullOrWhiteSpace();
    }

    /// <summary>Nothing has come that was not read, and all that was sent is done: the answer to an offer to nobody is next.</summary>
    public async Task ExpectNothingAsync()
    {
        await OfferAsync("nobody");
        var error = await Socket.NextAsync("error");
        ((string?)error["code"]).Should().BeOneOf("user_offline", "invalid_state");
    }

    /// <summary>The other hears an offer of this one.</summary>
    public async Task ShouldReachAsync(RoomGuest other)
    {
        var sdp = Guid.NewGuid().ToString();
        await OfferAsync(other.Id, sdp);
        await other.Socket.ExpectAsync("offer", new() { ["client_id"] = Id, ["sdp"] = sdp });
    }

    public async Task<(string Type, JsonObject Payload)> NextAsync(TimeSpan? patience = null)
    {
        var frame = JsonNode.Parse(await Socket.NextAsync(patience))!;
        return ((string)frame["type"]!, frame["payload"]?.AsObject() ?? []);
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();
}
