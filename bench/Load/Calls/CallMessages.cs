using System.Text;

namespace Goring.Bench.Load.Calls;

/// <summary>
/// The messages of one pair's calls, as their senders write them. A browser's description is about 2.5 KB and one of its
/// candidates about 120 bytes; which pair and which side wrote it stands in each.
/// </summary>
internal sealed class CallMessages(int pair, string callee, int candidates)
{
    /// <summary>Where the session id goes, which is as long.</summary>
    public const string Session = "00000000-0000-0000-0000-000000000000";

    /// <summary>How many a side sends, where nothing else is said.</summary>
    public const int Candidates = 5;

    private const int DescriptionLength = 2500;
    private const int CandidateLength = 120;

    public string Start { get; } = Message("call.start", $$"""{"callee_id":"{{callee}}"}""");

    public string Accept { get; } = Message("call.accept", About);

    public string End { get; } = Message("call.end", About);

    public string Offer { get; } = Description("webrtc.offer", $"{pair} caller");

    public string Answer { get; } = Description("webrtc.answer", $"{pair} callee");

    public string[] CallerCandidates { get; } = CandidatesOf(pair, side: 1, candidates);

    public string[] CalleeCandidates { get; } = CandidatesOf(pair, side: 2, candidates);

    private static string About => $$"""{"session_id":"{{Session}}"}""";

    private static string Message(string type, string payload) => $$"""{"type":"{{type}}","payload":{{payload}}}""";

    private static string Description(string type, string origin)
    {
        var sdp = new StringBuilder($"v=0\\r\\no=- {origin} IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n");
        for (var number = 96; sdp.Length < DescriptionLength; number++)
        {
            sdp.Append($"a=rtpmap:{number} VP8/90000\\r\\na=rtcp-fb:{number} nack pli\\r\\n");
        }

        // Not in the middle of an escape.
        sdp.Length = sdp.ToString(0, DescriptionLength - 6).LastIndexOf("\\r\\n", StringComparison.Ordinal);
        sdp.Append('x', DescriptionLength - 4 - sdp.Length).Append("\\r\\n");
        return Message(type, $$"""{"session_id":"{{Session}}","sdp":"{{sdp}}"}""");
    }

    private static string[] CandidatesOf(int pair, int side, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
        {
            var line = $"candidate:{pair}{side}{index} 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 10.0.0.17 rport 46154 ";
            var candidate = line.PadRight(CandidateLength, 'g');
            return Message(
                "webrtc.ice",
                $$"""{"session_id":"{{Session}}","candidate":"{{candidate}}","sdpMid":"0","sdpMLineIndex":0}""");
        }),
    ];
}
