namespace Goring.UnitTests.Application.Protocol;

/// <summary><c>session_id</c>, in each message that has one.</summary>
public sealed class SessionFieldTests : RefusedFrames
{
    private static readonly string[] Types =
    [
        "call.accept", "call.reject", "call.end", "call.check", "webrtc.offer", "webrtc.answer", "webrtc.ice",
    ];

    public static TheoryData<string, string, string> Faults()
    {
        var faults = new TheoryData<string, string, string>();
        foreach (var type in Types)
        {
            faults.Add(type, "", "payload.session_id is required");
            faults.Add(type, "\"session_id\":null,", "payload.session_id is required");
            faults.Add(type, "\"sessionId\":\"s\",", "payload.session_id is required");
            faults.Add(type, "\"session_id\":\"\",", "payload.session_id must not be blank");
            faults.Add(type, "\"session_id\":\" \\t\",", "payload.session_id must not be blank");
            faults.Add(type, "\"session_id\":1,", IllTyped);
            faults.Add(type, "\"session_id\":false,", IllTyped);
            faults.Add(type, "\"session_id\":{\"value\":\"s\"},", IllTyped);
            faults.Add(type, "\"session_id\":[\"s\"],", IllTyped);
            faults.Add(type, "\"session_id\":\"\\ud800\",", IllTyped);
            faults.Add(type, "\"session_id\":\"s\",\"session_id\":\"s\",", IllTyped);
            faults.Add(
                type,
                $"\"session_id\":\"{new string('s', 129)}\",",
                "payload.session_id must have at most 128 characters");
        }

        return faults;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public Task It_is_refused_where_it_is_wrong(string type, string session, string message) =>
        IsRefusedAsync(
            "{\"type\":\"" + type + "\",\"payload\":{" + session + "\"sdp\":\"v\",\"candidate\":\"c\"}}", message, type);

    private const string IllTyped = "payload.session_id is not of its type, or stands twice";
}
