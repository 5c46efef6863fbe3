using System.Text;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>What is relayed arrives as it was sent, all of it, once, in order.</summary>
public abstract class RelayTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    private const int Limit = 512 * 1024;

    [Theory]
    [InlineData("webrtc.offer", """{"session_id":"SESSION","sdp":"v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\n"}""")]
    [InlineData("webrtc.answer", """{"sdp":"v=0","session_id":"SESSION","more":{"deep":[1,2.50,null,true,{"a":"b"}]}}""")]
    [InlineData("webrtc.ice", """{"session_id":"SESSION","candidate":"candidate:1 1 udp 1 10.0.0.1 9 typ host","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"EsAr"}""")]
    [InlineData("webrtc.ice", """{"session_id":"SESSION","candidate":""}""")]
    [InlineData("webrtc.ice", """{"session_id":"SESSION","candidate":"","sdpMid":null,"sdpMLineIndex":null}""")]
    [InlineData("webrtc.offer", """{ "session_id" : "SESSION",  "sdp":"\u00e9é\u0022<>&+😀\ud83d\ude00\/" , "n" : 1.0e+2 }""")]
    public async Task Payload_reaches_the_peer_byte_for_byte_from_either_side(string type, string payload)
    {
        await using var call = await fleet.AcceptedAsync();
        payload = payload.Replace("SESSION", call.Session, StringComparison.Ordinal);
        var frame = $$"""{"type":"{{type}}","payload":{{payload}}}""";

        foreach (var from in new[] { call.Caller, call.Callee })
        {
            await from.SendRawAsync(frame);

            (await call.PeerOf(from).NextAsync()).Should().Be(frame);
            await from.ExpectNothingAsync();
            await call.PeerOf(from).ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Type_behind_the_payload_and_unknown_envelope_fields_are_understood()
    {
        await using var call = await fleet.AcceptedAsync();
        var payload = $$"""{"session_id":"{{call.Session}}","sdp":"x"}""";

        await call.Caller.SendRawAsync($$""" {"other":[{}],"payload":{{payload}}, "type":"webrtc.offer"} """);

        (await call.Callee.NextAsync()).Should().Be($$"""{"type":"webrtc.offer","payload":{{payload}}}""");
    }

    [Fact]
    public async Task Message_of_exactly_512_KiB_passes()
    {
        await using var call = await fleet.AcceptedAsync();
        var frame = FrameOf(call.Session, Limit);
        Encoding.UTF8.GetByteCount(frame).Should().Be(Limit);

        await call.Caller.SendRawAsync(frame);

        (await call.Callee.NextAsync()).Should().Be(frame);
    }

    [Fact]
    public async Task Message_of_one_byte_more_closes_with_1009_and_is_not_relayed()
    {
        await using var call = await fleet.AcceptedAsync();

        await call.Caller.SendRawAsync(FrameOf(call.Session, Limit + 1));

        (await call.Caller.Closed).Code.Should().Be(1009);
        await call.Callee.ExpectAsync("call.ended", call.Ended("peer_disconnected"));
    }

    [Fact]
    public async Task Accepted_precedes_the_callees_first_relay()
    {
        for (var round = 0; round < 50; round++)
        {
            await using var call = await fleet.RingingAsync();

            await call.SendAsync(call.Callee, "call.accept");
            await call.Callee.SendAsync("webrtc.offer", new { session_id = call.Session, sdp = "first" });

            await call.Caller.NextAsync("call.accepted");
            await call.Caller.NextAsync("webrtc.offer");
        }
    }

    [Fact]
    public async Task Five_hundred_messages_each_way_at_once_arrive_in_order()
    {
        const int Messages = 500;
        await using var call = await fleet.AcceptedAsync();

        await Eventually.AllAsync(
        [
            SendAllAsync(call.Caller, "to-callee"),
            SendAllAsync(call.Callee, "to-caller"),
            ReadAllAsync(call.Callee, "to-callee"),
            ReadAllAsync(call.Caller, "to-caller"),
        ]);

        await call.Caller.ExpectNothingAsync();
        await call.Callee.ExpectNothingAsync();

        async Task SendAllAsync(TestClient from, string text)
        {
            for (var i = 0; i < Messages; i++)
            {
                await from.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = $"{text} {i}" });
            }
        }

        async Task ReadAllAsync(TestClient to, string text)
        {
            for (var i = 0; i < Messages; i++)
            {
                ((string?)(await to.NextAsync("webrtc.ice"))["candidate"]).Should().Be($"{text} {i}");
            }
        }
    }

    [Fact]
    public async Task End_behind_a_burst_arrives_behind_it()
    {
        await using var call = await fleet.AcceptedAsync();

        for (var i = 0; i < 50; i++)
        {
            await call.Caller.SendAsync("webrtc.ice", new { session_id = call.Session, candidate = $"c {i}" });
        }

        await call.SendAsync(call.Caller, "call.end");

        for (var i = 0; i < 50; i++)
        {
            ((string?)(await call.Callee.NextAsync("webrtc.ice"))["candidate"]).Should().Be($"c {i}");
        }

        await call.Callee.ExpectAsync("call.ended", call.Ended("ended_by_user", call.Caller));
    }

    /// <summary>What the store refuses is refused later than what needs no store, and all the same before what was sent behind it.</summary>
    [Fact]
    public async Task Refusals_of_a_burst_come_in_the_order_of_its_messages()
    {
        const int Rounds = 20;
        await using var call = await fleet.AcceptedAsync();

        for (var i = 0; i < Rounds; i++)
        {
            await call.Caller.SendAsync("webrtc.ice", new { session_id = "no-such-session", candidate = "c" });
            await call.Caller.SendAsync("webrtc.ice", new { session_id = "", candidate = "c" });
        }

        for (var i = 0; i < Rounds; i++)
        {
            ((string?)(await call.Caller.NextAsync("error"))["code"]).Should().Be("session_not_found");
            ((string?)(await call.Caller.NextAsync("error"))["code"]).Should().Be("invalid_message");
        }
    }

    private static string FrameOf(string session, int bytes)
    {
        var head = $$"""{"type":"webrtc.offer","payload":{"session_id":"{{session}}","sdp":" """;
        return head + new string('s', bytes - head.Length - 3) + "\"}}";
    }
}

public sealed class EmbeddedRelayTests(EmbeddedFleet fleet) : RelayTests<EmbeddedFleet>(fleet);

public sealed class RedisRelayTests(RedisFleet fleet) : RelayTests<RedisFleet>(fleet);

public sealed class RedisPairRelayTests(RedisPairFleet fleet) : RelayTests<RedisPairFleet>(fleet);
