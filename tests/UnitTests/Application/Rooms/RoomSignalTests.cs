using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

public sealed class RoomSignalTests : IAsyncLifetime, IDisposable
{
    private readonly RoomServer _server = new();
    private FakeRoomSocket _ann = null!;
    private FakeRoomSocket _ben = null!;

    public async Task InitializeAsync()
    {
        _ann = await _server.EnterAsync("r");
        _ben = await _server.EnterAsync("r", _ann);
    }

    [Theory]
    [InlineData("offer", """{"client_id":"@","sdp":"v=0\r\n"}""")]
    [InlineData("answer", """{"sdp":"v=0","client_id":"@"}""")]
    [InlineData("offer", """{ "sdp" : "v=0" , "client_id" : "@" , "extra" : {"client_id":"x","a":[1,{}]} }""")]
    [InlineData("offer", """{"x":{"client_id":"inner"},"client_id":"@","sdp":"é \u00e9 \"q\""}""")]
    [InlineData("ice-candidate", """{"client_id":"@","candidate":"","sdpMid":null,"sdpMLineIndex":0}""")]
    [InlineData("ice-candidate", """{"candidate":"c","client_id":"@","sdpMid":"0","usernameFragment":"u"}""")]
    [InlineData("answer", """{"cl\u0069ent_id":"@","sdp":"v"}""")]
    public async Task It_reaches_the_target_as_it_was_sent_but_for_the_senders_id(string type, string payload)
    {
        var frame = "{\"type\":\"" + type + "\",\"payload\":" + payload + "}";

        (await _server.SendAsync(_ann, frame.Replace("@", _ben.Name))).Should().BeNull();

        _ben.Take().Should().Equal(frame.Replace("@", _ann.Name));
        _ann.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"client_id":"@","client_id":"forged","sdp":"v"}""")]
    [InlineData("""{"client_id":"forged","sdp":"v","client_id":"@"}""")]
    [InlineData("""{"client_id":"@","sdp":"v","cl\u0069ent_id":"forged"}""")]
    public async Task A_target_that_is_named_twice_is_refused(string payload)
    {
        var frame = "{\"type\":\"offer\",\"payload\":" + payload.Replace("@", _ben.Name) + "}";

        (await _server.SendAsync(_ann, frame)).Should().Be(ErrorCode.InvalidMessage);

        _ann.Take().Should().Equal(RoomFrames.Invalid("payload.client_id is not of its type, or stands twice"));
        _ben.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_in_no_room_reaches_nobody()
    {
        var outside = _server.Connect();

        (await _server.SendAsync(outside, RoomFrames.Offer(_ben.Name))).Should().Be(ErrorCode.InvalidState);

        outside.Take().Should().Equal(RoomFrames.InNoRoom);
        _ben.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_target_elsewhere_is_answered_like_one_that_does_not_exist()
    {
        var elsewhere = await _server.EnterAsync("other");

        (await _server.SendAsync(_ann, RoomFrames.Offer(elsewhere.Name))).Should().Be(ErrorCode.UserOffline);
        (await _server.SendAsync(_ann, RoomFrames.Offer("nobody"))).Should().Be(ErrorCode.UserOffline);

        _ann.Take().Should().Equal(RoomFrames.NotThere, RoomFrames.NotThere);
        elsewhere.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Of_a_room_that_the_store_has_lost_it_is_the_servers_fault()
    {
        await _server.Store.LeaveAsync(_ann.Client.Id, new("r"), CancellationToken.None);
        _ = _ben.Take();

        (await _server.SendAsync(_ann, RoomFrames.Offer(_ben.Name))).Should().Be(ErrorCode.InternalError);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();
}
