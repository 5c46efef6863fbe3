namespace Goring.UnitTests.Support;

/// <summary>Frames written out by hand, so that no test asks the code under test what it should have written.</summary>
internal static class Frames
{
    public const string NotJson = "the message is not valid JSON";

    public const string NotAnEnvelope =
        @"a message is a JSON object with a string \""type\"" and an object \""payload\""";

    public const string NoSuchType = "there is no such type for a client to send";

    public const string Unauthorized = "you have no such part in this session";

    public const string NoSuchSession = "there is no such session, or it is over";

    public const string NotNow = "the session's state does not allow this step";

    public const string Busy = "you or the user you call is in a call";

    public const string Offline = "the user is not connected and cannot be woken";

    public const string Fault = "the server could not do this, try again";

    public static string Start(string callee) => $$$"""{"type":"call.start","payload":{"callee_id":"{{{callee}}}"}}""";

    /// <summary>A command about a session: <c>call.accept</c> and its like.</summary>
    public static string About(string type, string session) =>
        $$$"""{"type":"{{{type}}}","payload":{"session_id":"{{{session}}}"}}""";

    public static string Offer(string session) =>
        $$$"""{"type":"webrtc.offer","payload":{"session_id":"{{{session}}}","sdp":"v=0"}}""";

    public static string Ended(string session, string reason) =>
        $$$"""{"type":"call.ended","payload":{"session_id":"{{{session}}}","reason":"{{{reason}}}"}}""";

    public static string Ended(string session, string reason, string peerInfo) =>
        $$$$"""{"type":"call.ended","payload":{"session_id":"{{{{session}}}}","reason":"{{{{reason}}}}","peer_info":{{{{peerInfo}}}}}}""";

    /// <param name="message">As it stands between the quotes: escaped.</param>
    public static string Error(string code, string message, string? type = null, string? session = null)
    {
        var payload = $"\"code\":\"{code}\",\"message\":\"{message}\"";
        payload += type is null ? "" : $",\"request_type\":\"{type}\"";
        payload += session is null ? "" : $",\"session_id\":\"{session}\"";
        return "{\"type\":\"error\",\"payload\":{" + payload + "}}";
    }

    public static string Invalid(string message, string? type = null, string? session = null) =>
        Error("invalid_message", message, type, session);
}
