namespace Goring.UnitTests.Application.Protocol;

/// <summary>The fields that a relayed message must have, and of which type.</summary>
public sealed class RelayFieldsTests : RefusedFrames
{
    public static TheoryData<string, string, string> DescriptionFaults()
    {
        var faults = new TheoryData<string, string, string>();
        foreach (var type in new[] { "webrtc.offer", "webrtc.answer" })
        {
            faults.Add(type, "", "payload.sdp is required");
            faults.Add(type, ",\"sdp\":null", "payload.sdp is required");
            faults.Add(type, ",\"SDP\":\"v\"", "payload.sdp is required");
            faults.Add(type, ",\"sdp\":\"\"", "payload.sdp must not be blank");
            faults.Add(type, ",\"sdp\":\"  \"", "payload.sdp must not be blank");
            faults.Add(type, ",\"sdp\":\" \\r\\n\\t \"", "payload.sdp must not be blank");
            faults.Add(type, ",\"sdp\":\"\\u0020\\u00a0\"", "payload.sdp must not be blank");
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(DescriptionFaults))]
    public Task A_description_must_be_there(string type, string fields, string message) =>
        IsRefusedAsync(Signal(type, fields), message, type, "s");

    [Theory]
    [InlineData("webrtc.offer", "1")]
    [InlineData("webrtc.offer", "true")]
    [InlineData("webrtc.offer", "{\"type\":\"offer\",\"sdp\":\"v\"}")]
    [InlineData("webrtc.offer", "[\"v\"]")]
    [InlineData("webrtc.offer", "\"\\ud800\"")]
    [InlineData("webrtc.offer", "\"v=0\\r\\n\\udc00\"")]
    [InlineData("webrtc.answer", "1")]
    [InlineData("webrtc.answer", "\"\\ud800\"")]
    [InlineData("webrtc.answer", "\"v\",\"sdp\":\"w\"")]
    public Task A_description_that_is_no_text_is_refused(string type, string value) =>
        IsRefusedAsync(Signal(type, $",\"sdp\":{value}"), IllTyped("sdp"), type);

    [Theory]
    [InlineData("")]
    [InlineData(",\"candidate\":null")]
    [InlineData(",\"Candidate\":\"c\"")]
    public Task A_candidate_must_be_there(string fields) =>
        IsRefusedAsync(Signal("webrtc.ice", fields), "payload.candidate is required", "webrtc.ice", "s");

    [Theory]
    [InlineData("1", "candidate")]
    [InlineData("{\"candidate\":\"c\"}", "candidate")]
    [InlineData("[]", "candidate")]
    [InlineData("\"\\udc00\"", "candidate")]
    [InlineData("\"c\",\"candidate\":\"d\"", "candidate")]
    [InlineData("\"c\",\"sdpMid\":0", "sdpMid")]
    [InlineData("\"c\",\"sdpMid\":\"\\ud800\"", "sdpMid")]
    [InlineData("\"c\",\"sdpMid\":{}", "sdpMid")]
    [InlineData("\"c\",\"sdpMLineIndex\":\"0\"", "sdpMLineIndex")]
    [InlineData("\"c\",\"sdpMLineIndex\":true", "sdpMLineIndex")]
    [InlineData("\"c\",\"sdpMLineIndex\":[0]", "sdpMLineIndex")]
    [InlineData("\"c\",\"sdpMLineIndex\":0,\"sdpMLineIndex\":0", "sdpMLineIndex")]
    public Task A_candidate_field_of_another_type_is_refused(string value, string field) =>
        IsRefusedAsync(Signal("webrtc.ice", $",\"candidate\":{value}"), IllTyped(field), "webrtc.ice");

    private static string Signal(string type, string fields) =>
        "{\"type\":\"" + type + "\",\"payload\":{\"session_id\":\"s\"" + fields + "}}";

    private static string IllTyped(string field) => $"payload.{field} is not of its type, or stands twice";
}
