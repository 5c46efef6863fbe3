using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

/// <summary>The fields that a message of rooms must have, and of which type.</summary>
public sealed class RoomFieldTests : IAsyncLifetime, IDisposable
{
    private readonly RoomServer _server = new();
    private FakeRoomSocket _ann = null!;
    private FakeRoomSocket _ben = null!;

    public static TheoryData<string, string, string> Faults()
    {
        var faults = new TheoryData<string, string, string>
        {
            { "join", "{}", "payload.room_id is required" },
            { "join", """{"room_id":null}""", "payload.room_id is required" },
            { "join", """{"room_id":""}""", "payload.room_id must not be blank" },
            { "join", """{"room_id":" \t"}""", "payload.room_id must not be blank" },
            { "join", """{"room_id":1}""", IllTyped("room_id") },
            { "join", """{"room_id":"\ud800"}""", IllTyped("room_id") },
            { "join", """{"room_id":"a","room_id":"b"}""", IllTyped("room_id") },
            { "join", $$"""{"room_id":"{{new string('r', 129)}}"}""", "payload.room_id must have at most 128 characters" },
            { "ice-candidate", """{"client_id":"@"}""", "payload.candidate is required" },
            { "ice-candidate", """{"client_id":"@","candidate":1}""", IllTyped("candidate") },
            { "ice-candidate", """{"client_id":"@","candidate":"c","sdpMid":0}""", IllTyped("sdpMid") },
            { "ice-candidate", """{"client_id":"@","candidate":"c","sdpMLineIndex":"0"}""", IllTyped("sdpMLineIndex") },
        };
        foreach (var type in new[] { "offer", "answer" })
        {
            faults.Add(type, """{"client_id":"@"}""", "payload.sdp is required");
            faults.Add(type, """{"client_id":"@","sdp":" "}""", "payload.sdp must not be blank");
            faults.Add(type, """{"client_id":"@","sdp":{"type":"offer"}}""", IllTyped("sdp"));
        }

        foreach (var type in new[] { "offer", "answer", "ice-candidate" })
        {
            faults.Add(type, """{"sdp":"v","candidate":"c"}""", "payload.client_id is required");
            faults.Add(type, """{"client_id":" ","sdp":"v","candidate":"c"}""", "payload.client_id must not be blank");
            faults.Add(type, """{"client_id":7,"sdp":"v","candidate":"c"}""", IllTyped("client_id"));
            faults.Add(
                type,
                $$"""{"client_id":"{{new string('c', 129)}}","sdp":"v","candidate":"c"}""",
                "payload.client_id must have at most 128 characters");
            faults.Add(
                type, """{"client_id":"#","sdp":"v","candidate":"c"}""", "payload.client_id must not be your own id");
        }

        return faults;
    }

    public async Task InitializeAsync()
    {
        _ann = await _server.EnterAsync("r");
        _ben = await _server.EnterAsync("r", _ann);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public Task A_field_that_is_wrong_is_named(string type, string payload, string message) =>
        IsRefusedAsync(
            "{\"type\":\"" + type + "\",\"payload\":" + payload.Replace("@", _ben.Name).Replace("#", _ann.Name) + "}", message);

    [Theory]
    [InlineData("not json", "the message is not valid JSON")]
    [InlineData("""{"type":"call.start","payload":{"callee_id":"x"}}""", Frames.NoSuchType)]
    [InlineData("""{"type":"ping","payload":{}}""", Frames.NoSuchType)]
    [InlineData("""{"type":"new-client","payload":{"client_id":"x"}}""", Frames.NoSuchType)]
    [InlineData("""{"type":"join"}""", Frames.NotAnEnvelope)]
    [InlineData("""{"type":"join","payload":null}""", Frames.NotAnEnvelope)]
    [InlineData("""{"type":"leave","payload":7}""", Frames.NotAnEnvelope)]
    public Task A_frame_that_is_no_message_of_rooms_is_refused(string frame, string message) =>
        IsRefusedAsync(frame, message);

    [Fact]
    public async Task A_room_may_be_named_with_any_text_of_128_characters()
    {
        var name = string.Concat(Enumerable.Repeat("é😀 *", 25)) + "abc";
        name.Length.Should().Be(128);
        var cat = await _server.EnterAsync(name);

        await _server.EnterAsync(name, cat);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private static string IllTyped(string field) => $"payload.{field} is not of its type, or stands twice";

    private async Task IsRefusedAsync(string frame, string message)
    {
        (await _server.SendAsync(_ann, frame)).Should().Be(ErrorCode.InvalidMessage);

        _ann.Take().Should().Equal(RoomFrames.Invalid(message));
        _ben.Take().Should().BeEmpty();
    }
}
