using Goring.Application.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>The request that a socket began as.</summary>
internal static class HandshakeRequest
{
    /// <summary>
    /// Lets go of what was needed to let the client in, and would stay in memory for as long as its socket does: its headers
    /// and query, the token among them, what was read of that, and the services of the request.
    /// </summary>
    public static async ValueTask ForgetAsync(HttpContext context)
    {
        context.Request.Headers.Clear();
        context.Features.Set<IQueryFeature>(null);
        context.Features.Set<TokenReading>(null);
        if (context.Features.Get<IHttpRequestFeature>() is { } request)
        {
            request.QueryString = "";
            request.RawTarget = "";
        }

        if (context.Features.Get<IServiceProvidersFeature>() is RequestServicesFeature services)
        {
            // Whoever asks for services later gets others.
            context.Features.Set<IServiceProvidersFeature>(
                new RequestServicesFeature(context, services.RequestServices.GetRequiredService<IServiceScopeFactory>()));
            await services.DisposeAsync();
        }
    }
}
