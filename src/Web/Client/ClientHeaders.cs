namespace Goring.Web.Client;

/// <summary>What a browser is told to refuse to the web client's pages.</summary>
internal static class ClientHeaders
{
    /// <summary>
    /// Scripts and styles come from here alone. Sockets go anywhere: one may sign in to another server. Pictures too,
    /// since <c>image_profile</c> is an address of somebody else's; that of a developer's machine needs no TLS.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http://localhost:* data:; "
        + "connect-src 'self' ws: wss:; media-src 'self' blob:; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Write(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "microphone=(self), camera=(self), speaker-selection=(self), autoplay=(self), geolocation=(), payment=()";
    }
}
