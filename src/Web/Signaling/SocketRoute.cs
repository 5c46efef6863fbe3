namespace Goring.Web.Signaling;

/// <summary>
/// Marks the route of a socket, which is served in front of what lets other requests in: it asks for its token itself, and
/// with TLS in the process what those leave on the way would stay in memory for as long as the socket does.
/// </summary>
internal sealed class SocketRoute
{
    private SocketRoute()
    {
    }

    public static SocketRoute Mark { get; } = new();

    /// <summary>For the pipeline, behind what accepts WebSockets.</summary>
    public static Task ServeAsync(HttpContext context, RequestDelegate next) =>
        context.GetEndpoint() is { RequestDelegate: { } serve } route && route.Metadata.GetMetadata<SocketRoute>() is not null
            ? serve(context)
            : next(context);
}
