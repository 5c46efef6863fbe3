using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>The request that a socket began as.</summary>
internal static class HandshakeRequest
{
    private static readonly ClaimsPrincipal Nobody = new();

    /// <summary>
    /// Lets go of what was needed to let the client in, and would stay in memory for as long as its socket does: its headers
    /// and query, the token among them, and what was read of that.
    /// </summary>
    public static void Forget(HttpContext context)
    {
        context.User = Nobody;
        context.Request.Headers.Clear();
        context.Features.Set<IQueryFeature>(null);
        if (context.Features.Get<IHttpRequestFeature>() is { } request)
        {
            request.QueryString = "";
            request.RawTarget = "";
        }
    }
}
