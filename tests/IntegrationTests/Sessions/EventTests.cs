using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>Events of a <c>goring.v1</c> client are numbered; those of a base client are the bytes of part 2.</summary>
public abstract class EventTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_event_has_the_next_number_and_replies_have_none(bool peerSpeaksV1)
    {
        // Party expects of each event the next number, and of each reply none.
        await using var call = await fleet.PartiesAcceptedAsync(callerV1: true, calleeV1: peerSpeaksV1);
        await call.ExpectAliveAsync();
        await call.EndAsync(call.Callee);
        await call.Caller.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Callee.Person));
        await using var next = await PartyCall.RingAsync(call.Caller, call.Callee);
        await next.Callee.DoAsync("call.reject", new { session_id = next.Session });
        await next.Caller.ExpectEventAsync("call.rejected", next.Answered());
        await using var back = await PartyCall.RingAsync(call.Callee, call.Caller);

        back.Callee.LastSeq.Should().Be(5);
    }

    [Fact]
    public async Task Relayed_payload_of_v1_is_the_senders_byte_for_byte()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        var payload = $$"""{ "session_id" : "{{call.Session}}",  "sdp":"\u00e9é😀\/" , "n" : 1.0e+2 }""";

        await call.Caller.Socket.SendRawAsync($$"""{"type":"webrtc.offer","payload":{{payload}}}""");

        var frame = await call.Callee.Socket.NextAsync();
        frame.Should().Contain($"\"payload\":{payload}");
        ((long)JsonNode.Parse(frame)!["seq"]!).Should().Be(2);
    }

    [Fact]
    public async Task Bytes_to_a_base_client_are_the_same_whichever_protocol_its_peer_speaks()
    {
        var person = Person.New("caller");
        await using var callee = await fleet.CalleeAsync(speaksV1: false);
        List<string[]> transcripts = [];
        foreach (var speaksV1 in new[] { false, true })
        {
            await using var caller = await Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, person, speaksV1);
            transcripts.Add(await TranscriptAsync(caller, callee));
        }

        transcripts[1].Should().Equal(transcripts[0]);
    }

    [Theory]
    [InlineData("""{"media":"video","metadata":{"room":"é😀","deep":[1,{"a":null}]}}""")]
    [InlineData("""{"media":"audio"}""")]
    [InlineData("""{"metadata":{}}""")]
    [InlineData("""{}""")]
    public async Task Media_and_metadata_are_handed_to_a_v1_callee_and_left_out_where_not_given(string extra)
    {
        await using var caller = await fleet.CallerAsync(speaksV1: true);
        await using var callee = await fleet.CalleeAsync(speaksV1: true);
        var fields = JsonNode.Parse(extra)!.AsObject();

        var ringing = await caller.AskAsync("call.start", With(fields, "callee_id", callee.Id), "call.ringing");

        var ring = PartyCall.RingOf((string)ringing["session_id"]!, caller.Person);
        foreach (var (name, value) in fields)
        {
            ring[name] = value!.DeepClone();
        }

        await callee.ExpectEventAsync("call.ring", ring);
    }

    [Theory]
    [InlineData("""{"media":"smell"}""")]
    [InlineData("""{"media":7}""")]
    [InlineData("""{"media":""}""")]
    [InlineData("""{"metadata":"text"}""")]
    [InlineData("""{"metadata":[1]}""")]
    [InlineData("""{"metadata":7}""")]
    public async Task Media_or_metadata_of_another_kind_are_refused(string extra) =>
        await ExpectRefusedAsync(JsonNode.Parse(extra)!.AsObject());

    [Fact]
    public async Task Metadata_of_4096_bytes_passes_and_one_more_is_refused()
    {
        await ExpectRefusedAsync(new() { ["metadata"] = Metadata(4097) });
        await using var caller = await fleet.CallerAsync(speaksV1: true);
        await using var callee = await fleet.CalleeAsync(speaksV1: true);

        await caller.AskAsync(
            "call.start", With(new() { ["metadata"] = Metadata(4096) }, "callee_id", callee.Id), "call.ringing");

        var ring = await callee.EventAsync("call.ring");
        JsonNode.DeepEquals(ring["metadata"], Metadata(4096)).Should().BeTrue();
    }

    private async Task ExpectRefusedAsync(JsonObject fields)
    {
        await using var caller = await fleet.CallerAsync(speaksV1: true);
        await using var callee = await fleet.CalleeAsync(speaksV1: true);

        var error = await caller.AskAsync("call.start", With(fields, "callee_id", callee.Id), "error");

        ((string?)error["code"], (string?)error["request_type"]).Should().Be(("invalid_message", "call.start"));
        await callee.ExpectNothingAsync();
    }

    /// <summary>All that a base callee is sent in a call with everything in it; the session's id is taken out.</summary>
    private static async Task<string[]> TranscriptAsync(Party caller, Party callee)
    {
        List<string> frames = [];
        var fields = new { callee_id = callee.Id, media = "video", metadata = new { a = 1 } };
        var ringing = await caller.AskAsync("call.start", fields, "call.ringing");
        var session = (string)ringing["session_id"]!;
        await ReadAsync();
        await callee.Socket.SendAsync("call.accept", new { session_id = session });
        await caller.EventAsync("call.accepted");
        await caller.DoAsync("webrtc.offer", new { session_id = session, sdp = "x", more = 1 });
        await ReadAsync();
        await callee.Socket.SendAsync("call.check", new { session_id = session });
        await ReadAsync();
        await caller.DoAsync("call.end", new { session_id = session });
        await ReadAsync();
        return [.. frames];

        async Task ReadAsync() =>
            frames.Add((await callee.Socket.NextAsync()).Replace(session, "SESSION", StringComparison.Ordinal));
    }

    private static JsonObject Metadata(int bytes) => new() { ["x"] = new string('y', bytes - """{"x":""}""".Length) };

    private static JsonObject With(JsonObject fields, string name, string value)
    {
        var all = JsonSerializer.Deserialize<JsonObject>(fields.ToJsonString())!;
        all[name] = value;
        return all;
    }
}

public sealed class EmbeddedEventTests(EmbeddedFleet fleet) : EventTests<EmbeddedFleet>(fleet);

public sealed class RedisEventTests(RedisFleet fleet) : EventTests<RedisFleet>(fleet);

public sealed class RedisPairEventTests(RedisPairFleet fleet) : EventTests<RedisPairFleet>(fleet);
