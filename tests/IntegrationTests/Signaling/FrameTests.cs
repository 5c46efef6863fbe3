using System.Net.WebSockets;
using System.Text;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>Frames that are wrong are answered, and the connection lives; what is right in parts is put together.</summary>
public sealed class FrameTests(EmbeddedFleet fleet) : IClassFixture<EmbeddedFleet>
{
    /// <summary>A frame, and the type that its error names, where the frame told one that exists.</summary>
    public static TheoryData<string, string?> BadFrames => new()
    {
        { "", null },
        { " ", null },
        { "not json", null },
        { "null", null },
        { "1", null },
        { "\"text\"", null },
        { "[]", null },
        { "{}", null },
        { "{", null },
        { """{"type":"call.check","payload":{"session_id":"x"}""", "call.check" },
        { """{"type":"call.check","payload":{"session_id":"x"}} {}""", "call.check" },
        { """{"type":"call.check","payload":{"session_id":"x"},}""", "call.check" },
        { """{"type":"call.check","payload":{"session_id":"\ud800"}}""", "call.check" },
        { """{"payload":{}}""", null },
        { """{"type":null,"payload":{}}""", null },
        { """{"type":7,"payload":{}}""", null },
        { """{"type":{"a":1},"payload":{}}""", null },
        { """{"type":"","payload":{}}""", null },
        { """{"type":"no.such","payload":{}}""", null },
        { """{"type":"CALL.START","payload":{"callee_id":"x"}}""", null },
        { """{"type":"call.ring","payload":{}}""", null },
        { """{"type":"error","payload":{}}""", null },
        { """{"type":"internal.disconnect","payload":{"reason":"new_connection"}}""", null },
        { """{"Type":"call.check","Payload":{"session_id":"x"}}""", null },
        { """{"type":"call.check"}""", "call.check" },
        { """{"type":"call.check","payload":null}""", "call.check" },
        { """{"type":"call.check","payload":[]}""", "call.check" },
        { """{"type":"call.check","payload":"x"}""", "call.check" },
        { """{"type":"call.check","type":"call.check","payload":{"session_id":"x"}}""", "call.check" },
        { """{"type":"call.check","payload":{"session_id":"x"},"payload":{"session_id":"y"}}""", "call.check" },
        { """{"type":"call.check","payload":{"session_id":"x","session_id":"y"}}""", "call.check" },
    };

    /// <summary>A type and a payload with a missing or ill-typed field, and the field.</summary>
    public static TheoryData<string, string, string> BadFields => new()
    {
        { "call.start", "{}", "callee_id" },
        { "call.start", """{"callee_id":null}""", "callee_id" },
        { "call.start", """{"callee_id":7}""", "callee_id" },
        { "call.start", """{"callee_id":""}""", "callee_id" },
        { "call.start", """{"callee_id":"  "}""", "callee_id" },
        { "call.start", """{"callee_id":["x"]}""", "callee_id" },
        { "call.start", """{"callee_id":"x","callee_os":"windows"}""", "callee_os" },
        { "call.start", """{"callee_id":"x","callee_os":1}""", "callee_os" },
        { "call.start", """{"callee_id":"x","callee_device_token":{}}""", "callee_device_token" },
        { "call.accept", "{}", "session_id" },
        { "call.accept", """{"session_id":7}""", "session_id" },
        { "call.reject", """{"session_id":""}""", "session_id" },
        { "call.end", """{"session_id":null}""", "session_id" },
        { "call.check", """{"session_id":{}}""", "session_id" },
        { "webrtc.offer", """{"sdp":"s"}""", "session_id" },
        { "webrtc.offer", """{"session_id":"x"}""", "sdp" },
        { "webrtc.offer", """{"session_id":"x","sdp":null}""", "sdp" },
        { "webrtc.offer", """{"session_id":"x","sdp":""}""", "sdp" },
        { "webrtc.answer", """{"session_id":"x","sdp":{"type":"answer"}}""", "sdp" },
        { "webrtc.ice", """{"session_id":"x"}""", "candidate" },
        { "webrtc.ice", """{"session_id":"x","candidate":null}""", "candidate" },
        { "webrtc.ice", """{"session_id":"x","candidate":{"candidate":"c"}}""", "candidate" },
        { "webrtc.ice", """{"session_id":"x","candidate":"c","sdpMid":0}""", "sdpMid" },
        { "webrtc.ice", """{"session_id":"x","candidate":"c","sdpMLineIndex":"0"}""", "sdpMLineIndex" },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public async Task Bad_frame_gets_invalid_message_and_the_connection_lives(string frame, string? type)
    {
        await using var client = await fleet.CallerAsync();

        await client.SendRawAsync(frame);

        await client.ExpectErrorAsync("invalid_message", type);
        await client.ExpectNothingAsync();
    }

    [Theory]
    [MemberData(nameof(BadFields))]
    public async Task Bad_field_gets_invalid_message_that_names_it(string type, string payload, string field)
    {
        await using var client = await fleet.CallerAsync();

        await client.SendRawAsync($$"""{"type":"{{type}}","payload":{{payload}}}""");

        var error = await client.NextAsync("error");
        ((string?)error["code"]).Should().Be("invalid_message");
        ((string?)error["request_type"]).Should().Be(type);
        ((string?)error["message"]).Should().Contain(field);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Deep_nesting_and_long_names_are_answered()
    {
        await using var client = await fleet.CallerAsync();
        foreach (var frame in new[]
        {
            new string('[', 100_000),
            """{"type":"call.check","payload":""" + string.Concat(Enumerable.Repeat("""{"a":""", 5000)),
            $$$"""{"type":"{{{new string('t', 100_000)}}}","payload":{}}""",
            $$$"""{"type":"call.check","payload":{"session_id":"{{{new string('s', 100_000)}}}"}}""",
            $$$"""{"type":"call.start","payload":{"callee_id":"{{{new string('c', 100_000)}}}"}}""",
        })
        {
            await client.SendRawAsync(frame);
            var error = await client.NextAsync("error");
            ((string?)error["code"]).Should().Be("invalid_message");
            error.ToJsonString().Length.Should().BeLessThan(500);
        }

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Binary_frame_gets_invalid_message()
    {
        await using var client = await fleet.CallerAsync();
        var frame = Encoding.UTF8.GetBytes("""{"type":"call.check","payload":{"session_id":"x"}}""");

        await client.SendRawAsync(frame, WebSocketMessageType.Binary);

        await client.ExpectErrorAsync("invalid_message");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Fragments_are_one_message()
    {
        await using var call = await fleet.AcceptedAsync();
        var frame = $$$"""{"type":"webrtc.offer","payload":{"session_id":"{{{call.Session}}}","sdp":"é😀"}}""";
        var bytes = Encoding.UTF8.GetBytes(frame);

        // A byte a fragment: letters are cut in their middle too.
        for (var i = 0; i < bytes.Length; i++)
        {
            await call.Caller.SendRawAsync(
                bytes.AsMemory(i, 1), WebSocketMessageType.Text, endOfMessage: i == bytes.Length - 1);
        }

        (await call.Callee.NextAsync()).Should().Be(frame);
    }

    [Fact]
    public async Task Fragments_over_the_limit_together_close_with_1009()
    {
        await using var client = await fleet.CallerAsync();
        var part = new byte[64 * 1024];
        Array.Fill(part, (byte)' ');

        for (var i = 0; i < 9 && !client.IsClosed; i++)
        {
            await client.SendRawAsync(part, WebSocketMessageType.Text, endOfMessage: false);
        }

        (await client.Closed).Code.Should().Be(1009);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_ends_the_connection_and_no_other()
    {
        await using var call = await fleet.AcceptedAsync();
        await using var client = await fleet.CallerAsync("broken");

        await client.SendRawAsync(new byte[] { 0x22, 0xff, 0xfe, 0x22 });

        (await client.Closed).Code.Should().BeOneOf(1006, 1007);
        await call.EndAsync(call.Caller);
    }
}
