namespace Goring.PushSandbox;

/// <summary>What becomes of a request's connection.</summary>
public enum ConnectionFate
{
    Kept,

    /// <summary>The connection is cut and the request never answered.</summary>
    CutBeforeAnswer,

    /// <summary>The request is answered; some 50 ms later the connection is cut without a GOAWAY.</summary>
    CutAfterAnswer,

    /// <summary>
    /// The request is answered and the connection closed in good order: GOAWAY on HTTP/2. It has no debug data, in which
    /// Apple names a reason: Kestrel sends none.
    /// </summary>
    GoAway,

    /// <summary>The request is never answered; the connection stays until the client gives up.</summary>
    Hang,
}
