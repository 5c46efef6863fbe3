using System.Globalization;
using System.Net.WebSockets;
using Goring.Application.Connections;

namespace Goring.Web.Signaling;

/// <summary>The close code and text of each reason (docs/protocol.md, part 1; RFC 6455, section 7.4, and the IANA registry).</summary>
internal static class CloseCodes
{
    /// <summary>The tag of a socket that was lost without a close frame (RFC 6455, section 7.1.5).</summary>
    public const string Lost = "1006";

    /// <summary>The close code as a tag of a metric.</summary>
    public static string TagOf(CloseReason reason) => ((int)Of(reason).Code).ToString(CultureInfo.InvariantCulture);

    public static (WebSocketCloseStatus Code, string Text) Of(CloseReason reason) => reason switch
    {
        CloseReason.Normal => (WebSocketCloseStatus.NormalClosure, ""),
        CloseReason.Policy => (WebSocketCloseStatus.PolicyViolation, "too many messages"),
        CloseReason.TooLong => (WebSocketCloseStatus.PolicyViolation, "message not finished in time"),
        CloseReason.TooLarge => (WebSocketCloseStatus.MessageTooBig, "message too large"),
        CloseReason.Restarting => ((WebSocketCloseStatus)1012, "server is restarting"),
        CloseReason.TooSlow => ((WebSocketCloseStatus)1013, "too slow to read"),
        CloseReason.Replaced => ((WebSocketCloseStatus)4001, "replaced"),
        CloseReason.TokenExpired => ((WebSocketCloseStatus)4401, "token expired"),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No close code."),
    };
}
