using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Calls;

public sealed class RelaySignalTests : IAsyncLifetime, IDisposable
{
    private readonly InMemoryServer _server = new();
    private FakeClient _alice = null!;
    private FakeClient _bob = null!;

    public async Task InitializeAsync()
    {
        _alice = await _server.ConnectAsync(People.Alice);
        _bob = await _server.ConnectAsync(People.Bob);
    }

    [Theory]
    [InlineData("webrtc.offer", @"""sdp"":""v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n""")]
    [InlineData("webrtc.answer", @"""sdp"":""v=0""")]
    [InlineData("webrtc.ice", @"""candidate"":""candidate:1 1 UDP 1 10.0.0.1 9 typ host"",""sdpMid"":""0"",""sdpMLineIndex"":0")]
    [InlineData("webrtc.ice", @"""candidate"":""""")]
    [InlineData("webrtc.ice", @"""candidate"":""c"",""sdpMid"":null,""sdpMLineIndex"":null,""usernameFragment"":""u""")]
    public async Task A_signal_reaches_the_peer_as_it_was_sent(string type, string fields)
    {
        var session = await _server.CallAsync(_alice, _bob);
        var frame = Signal(type, session, fields);

        var error = await _server.SendAsync(_alice, frame);

        error.Should().BeNull();
        _bob.Take().Should().Equal(frame);
        _alice.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task The_callee_reaches_the_caller()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var frame = Signal("webrtc.answer", session, @"""sdp"":""v=0""");

        await _server.SendAsync(_bob, frame);

        _alice.Take().Should().Equal(frame);
        _bob.Take().Should().BeEmpty();
    }

    [Theory]
    [InlineData(@"""sdp"":""v"",""unknown"":{""deep"":[1,2.50,1e400,null,true]}")]
    [InlineData(@"  ""sdp"" : ""v""  ,
        ""x"":	1  ")]
    [InlineData(@"""sdp"":""\u0076\/\u00e9é😀\ud83d\ude00""")]
    [InlineData(@"""sdp"":""v"",""Sender"":{""User"":{""Id"":""mallory""}},""sender"":1,""wire_type"":""call.ring"",""payload"":{}")]
    [InlineData(@"""sdp"":""v"",""answers_with_state"":1,""session_id_or_null"":2,""session"":3,""WireType"":4,""Payload"":5")]
    [InlineData(@"""sdp"":""v"",""odd"":""\ud800""")]
    [InlineData(@"""sdp"":""v"",""twice"":1,""twice"":2")]
    public async Task Every_byte_of_the_payload_is_passed_on(string fields)
    {
        var session = await _server.CallAsync(_alice, _bob);
        var frame = Signal("webrtc.offer", session, fields);

        await _server.SendAsync(_alice, frame);

        _bob.Take().Should().Equal(frame);
    }

    [Fact]
    public async Task The_envelope_is_the_servers_own()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var payload = $$"""{ "session_id":"{{session}}", "sdp" :"v" }""";

        await _server.SendAsync(
            _alice, $$""" { "payload" : {{payload}} , "more":[1], "id":"7", "t":{}, "type" : "webrtc\u002eoffer" } """);

        _bob.Take().Should().Equal($$"""{"type":"webrtc.offer","payload":{{payload}}}""");
    }

    [Fact]
    public async Task A_large_description_passes()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var frame = Signal("webrtc.offer", session, $@"""sdp"":""{new string('v', 500_000)}""");

        await _server.SendAsync(_alice, frame);

        _bob.Take().Should().Equal(frame);
    }

    [Fact]
    public async Task Signals_arrive_in_the_order_sent()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var frames = Enumerable.Range(0, 100)
            .Select(i => Signal("webrtc.ice", session, $@"""candidate"":""{i}""")).ToArray();

        foreach (var frame in frames)
        {
            await _server.SendAsync(_alice, frame);
        }

        _bob.Take().Should().Equal(frames);
    }

    [Fact]
    public async Task Nothing_is_relayed_while_it_rings()
    {
        var session = await _server.RingAsync(_alice, _bob);

        var error = await _server.SendAsync(_alice, Frames.Offer(session));

        error.Should().Be(ErrorCode.InvalidState);
        _alice.Take().Should().Equal(Frames.Error("invalid_state", Frames.NotNow, "webrtc.offer", session));
        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_relayed_after_the_end()
    {
        var session = await _server.CallAsync(_alice, _bob);
        await _server.SendAsync(_alice, Frames.About("call.end", session));
        _bob.Take();

        await _server.SendAsync(_alice, Frames.Offer(session));

        _alice.Take().Should().Equal(
            Frames.Error("session_not_found", Frames.NoSuchSession, "webrtc.offer", session));
        _bob.Take().Should().BeEmpty();
    }

    [Fact]
    public async Task A_stranger_reaches_nobody()
    {
        var session = await _server.CallAsync(_alice, _bob);
        var carol = await _server.ConnectAsync(People.Carol);

        await _server.SendAsync(carol, Frames.Offer(session));

        carol.Take().Should().Equal(Frames.Error("unauthorized", Frames.Unauthorized, "webrtc.offer", session));
        _alice.Take().Should().BeEmpty();
        _bob.Take().Should().BeEmpty();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _server.Dispose();

    private static string Signal(string type, string session, string fields) =>
        $$$"""{"type":"{{{type}}}","payload":{"session_id":"{{{session}}}",{{{fields}}}""" + "}}";
}
