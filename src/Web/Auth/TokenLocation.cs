namespace Goring.Web.Auth;

/// <summary>The places a token may come from, in their order (docs/protocol.md, part 1).</summary>
internal static class TokenLocation
{
    private const string Scheme = "Bearer ";

    /// <summary>A browser cannot set headers on a WebSocket, but it can offer subprotocols.</summary>
    private const string SubprotocolPrefix = "bearer.";

    public static string? Find(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Scheme.Length..].Trim();
        }

        foreach (var offered in context.WebSockets.WebSocketRequestedProtocols)
        {
            if (offered.StartsWith(SubprotocolPrefix, StringComparison.Ordinal))
            {
                return offered[SubprotocolPrefix.Length..];
            }
        }

        return context.Request.Query["token"];
    }
}
