namespace Goring.Web.Signaling;

/// <summary>The WebSocket subprotocols of docs/protocol.md, parts 1 and 3.</summary>
internal static class Subprotocols
{
    /// <summary>The base protocol, the same as none. A browser that sends its token as a subprotocol offers it too.</summary>
    public const string Base = "goring";

    /// <summary>The base protocol and what docs/protocol.md, part 3, adds.</summary>
    public const string V1 = "goring.v1";

    /// <summary>The one to answer with, or null. Never the one that carries the token.</summary>
    public static string? Select(IList<string> offered) =>
        offered.Contains(V1) ? V1 : offered.Contains(Base) ? Base : null;
}
