using System.Globalization;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Web.Auth;

namespace Goring.Web.Signaling;

/// <summary>
/// <c>GET /ws</c>, behind authentication: takes the user's slot, then upgrades. The user is reachable before they
/// can know that they are connected.
/// </summary>
internal sealed class SignalingEndpoint(
    ConnectionLifetime lifetime,
    MessageDispatcher dispatcher,
    ReplayPump replay,
    DrainState drain,
    ConnectionSettings settings,
    TimeProvider time,
    ILogger<SignalingEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (Refusal(context) is var (status, detail))
        {
            await Problem.WriteAsync(context, status, detail);
            return;
        }

        var user = TokenUser.Of(context);
        using var connection = new Connection(user, ResumeOf(context), settings, dispatcher, replay, time, logger);
        try
        {
            await lifetime.OpenAsync(connection, context.RequestAborted);
        }
        catch (StoreUnavailableException error)
        {
            logger.NotLetIn(user.Id, error.Message);
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the store does not work, try again");
            return;
        }

        try
        {
            await ServeAsync(context, connection);
        }
        finally
        {
            await lifetime.CloseAsync(connection);
        }
    }

    /// <summary>What a <c>goring.v1</c> client resumes, or null for the base protocol.</summary>
    private static ResumeRequest? ResumeOf(HttpContext context)
    {
        if (Subprotocols.Select(context.WebSockets.WebSocketRequestedProtocols) != Subprotocols.V1)
        {
            return null;
        }

        var query = context.Request.Query;
        return long.TryParse(query["last_seq"], NumberStyles.None, CultureInfo.InvariantCulture, out var lastSeq)
            ? new(query["resume"], lastSeq)
            : new(null, -1);
    }

    private (int Status, string Detail)? Refusal(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return (StatusCodes.Status426UpgradeRequired, "this is a WebSocket endpoint");
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0
            && settings.AllowedOrigins.Count > 0
            && !settings.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status403Forbidden, "this origin is not allowed");
        }

        return drain.IsDraining
            ? (StatusCodes.Status503ServiceUnavailable, "the server is restarting, connect to another")
            : null;
    }

    private async Task ServeAsync(HttpContext context, Connection connection)
    {
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(
                Subprotocols.Select(context.WebSockets.WebSocketRequestedProtocols));
            if (drain.IsDraining)
            {
                // The drain may have begun after we were let in, and looked for sockets before we were there.
                connection.Close(CloseReason.Restarting);
            }

            await connection.RunAsync(socket, context.RequestAborted);
        }
#pragma warning disable CA1031 // The last line of defence: one connection's fault must not be another's, nor the server's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.ConnectionFailed(error, connection.Id, connection.User.Id);
        }
    }
}
