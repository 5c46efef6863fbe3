using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>Frames that are wrong before their payload is looked at.</summary>
public sealed class EnvelopeTests : RefusedFrames
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("hello")]
    [InlineData("{\"type\":\"call.end")]
    [InlineData("{'type':'call.end','payload':{}}")]
    [InlineData("{type:\"call.end\",\"payload\":{}}")]
    [InlineData("\ufeff{\"type\":\"call.end\",\"payload\":{}}")]
    [InlineData("{\"\\ud800\":1,\"type\":\"call.end\",\"payload\":{}}")]
    [InlineData("{\"type\":\"\\ud800\",\"payload\":{}}")]
    [InlineData("{\"type\":\"\\udc00call.end\",\"payload\":{}}")]
    public Task What_is_not_json_is_refused(string frame) => IsRefusedAsync(frame, Frames.NotJson);

    [Theory]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}}x")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}}{}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}},")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}}\0")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{},}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}//\n}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"session_id\":}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"session_id\":\"s\",}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"session_id\":\"\n\"}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"session_id\":\"\\x\"}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{\"n\":01}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{}")]
    [InlineData("{\"type\":\"call.end\"")]
    public Task What_stops_being_json_behind_the_type_is_refused_with_that_type(string frame) =>
        IsRefusedAsync(frame, Frames.NotJson, "call.end");

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("42")]
    [InlineData("\"call.end\"")]
    [InlineData("[]")]
    [InlineData("[{\"type\":\"call.end\",\"payload\":{}}]")]
    [InlineData("{}")]
    [InlineData("{\"payload\":{}}")]
    [InlineData("{\"Type\":\"call.end\",\"payload\":{}}")]
    [InlineData("{\"type\":null,\"payload\":{}}")]
    [InlineData("{\"type\":1,\"payload\":{}}")]
    [InlineData("{\"type\":true,\"payload\":{}}")]
    [InlineData("{\"type\":[\"call.end\"],\"payload\":{}}")]
    [InlineData("{\"type\":{\"type\":\"call.end\"},\"payload\":{}}")]
    public Task What_is_no_envelope_is_refused(string frame) => IsRefusedAsync(frame, Frames.NotAnEnvelope);

    [Theory]
    [InlineData("{\"type\":\"call.end\"}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":null}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":[]}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":[{}]}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":\"{}\"}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":7}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":false}")]
    [InlineData("{\"type\":\"call.end\",\"Payload\":{}}")]
    [InlineData("{\"payload\":[1,2],\"type\":\"call.end\"}")]
    public Task A_payload_that_is_no_object_is_refused_with_the_type(string frame) =>
        IsRefusedAsync(frame, Frames.NotAnEnvelope, "call.end");

    [Theory]
    [InlineData("")]
    [InlineData("call")]
    [InlineData("call.end ")]
    [InlineData("CALL.END")]
    [InlineData("call.end\\u0000")]
    [InlineData("call.mute")]
    [InlineData("call.ring")]
    [InlineData("call.ringing")]
    [InlineData("call.accepted")]
    [InlineData("call.rejected")]
    [InlineData("call.ended")]
    [InlineData("call.check_result")]
    [InlineData("error")]
    [InlineData("internal.disconnect")]
    [InlineData("webrtc.unknown")]
    [InlineData("StartCall")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg")]
    public Task A_type_that_is_not_a_clients_is_refused(string type) =>
        IsRefusedAsync("{\"type\":\"" + type + "\",\"payload\":{\"session_id\":\"s\"}}", Frames.NoSuchType);

    [Fact]
    public Task A_type_of_any_length_is_refused() =>
        IsRefusedAsync("{\"type\":\"" + new string('x', 100_000) + "\",\"payload\":{}}", Frames.NoSuchType);

    [Theory]
    [InlineData("{\"type\":\"call.end\",\"type\":\"call.end\",\"payload\":{}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":{},\"ty\\u0070e\":\"call.accept\"}")]
    public Task A_type_twice_is_refused(string frame) =>
        IsRefusedAsync(frame, """\"type\" stands twice""", "call.end");

    [Theory]
    [InlineData("{\"type\":\"call.end\",\"payload\":{},\"payload\":{}}")]
    [InlineData("{\"type\":\"call.end\",\"payload\":1,\"pa\\u0079load\":{}}")]
    public Task A_payload_twice_is_refused(string frame) =>
        IsRefusedAsync(frame, """\"payload\" stands twice""", "call.end");
}
