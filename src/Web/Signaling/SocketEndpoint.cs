using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>
/// A WebSocket endpoint, whichever protocol is spoken on it: who is let in, how a connection is opened, served and
/// closed.
/// </summary>
internal abstract class SocketEndpoint<TConnection>(SocketHost host, ILogger logger)
    where TConnection : Connection
{
    private const int MostSecondsAway = 6;

    protected SocketHost Host => host;

    public async Task HandleAsync(HttpContext context)
    {
        if (!await TryAuthenticateAsync(context))
        {
            return;
        }

        if (Refusal(context) is var (status, detail))
        {
            await Problem.WriteAsync(context, status, detail, retryAfter: RetryAfterOf(status));
            return;
        }

        if (!await MayComeAsync(context))
        {
            return;
        }

        if (!host.Admission.TryEnter())
        {
            const int Full = StatusCodes.Status503ServiceUnavailable;
            await Problem.WriteAsync(context, Full, "the server is full, try later", retryAfter: RetryAfterOf(Full));
            return;
        }

        try
        {
            await AdmitAsync(context);
        }
        finally
        {
            host.Admission.Leave();
        }
    }

    private async Task AdmitAsync(HttpContext context)
    {
        var subprotocol = Subprotocols.Select(context.WebSockets.WebSocketRequestedProtocols);
        using var connection = Create(context, speaksV1: subprotocol == Subprotocols.V1);
        try
        {
            using var turn = await host.Admission.TakeTurnAsync(context.RequestAborted);
            await OpenAsync(connection, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (StoreUnavailableException error)
        {
            logger.NotLetIn(connection.User.Id, error.Message);
            await Problem.WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "the store does not work, try again",
                retryAfter: RetryAfterOf(StatusCodes.Status503ServiceUnavailable));
            return;
        }

        try
        {
            // From here on, and no sooner: a warning must not come before the first message.
            connection.StayUntil(TokenUser.ExpiryOf(context));
            await ServeAsync(context, connection, subprotocol);
        }
        finally
        {
            await CloseAsync(connection);
        }
    }

    /// <summary>Whether the client must bring a token, and a good one.</summary>
    protected abstract bool NeedsToken(HttpContext context);

    /// <summary>Whether the client is let in. Where it is not, it has been answered.</summary>
    private async Task<bool> TryAuthenticateAsync(HttpContext context)
    {
        if (!NeedsToken(context))
        {
            return true;
        }

        await context.AuthenticateAsync();
        if (context.Features.Get<User>() is not null)
        {
            return true;
        }

        await context.ChallengeAsync();
        return false;
    }

    protected abstract TConnection Create(HttpContext context, bool speaksV1);

    /// <summary>Makes the client reachable. Where it fails nothing of the connection is left.</summary>
    /// <exception cref="StoreUnavailableException"/>
    protected abstract Task OpenAsync(TConnection connection, CancellationToken cancellationToken);

    /// <summary>Takes back what <see cref="OpenAsync"/> did. Never throws.</summary>
    protected abstract Task CloseAsync(TConnection connection);

    /// <summary>Those without a token are counted by nothing: behind one address may be a whole company.</summary>
    private async Task<bool> MayComeAsync(HttpContext context)
    {
        if (context.Features.Get<User>() is not { } user || host.Admission.MayCome(user.Id))
        {
            return true;
        }

        await Problem.WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            "this user connects too often",
            "rate_limited",
            RetryAfterOf(StatusCodes.Status429TooManyRequests));
        return false;
    }

    /// <summary>Clients that were turned away together do not come back together.</summary>
    private static int RetryAfterOf(int status) =>
        status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
            ? Random.Shared.Next(1, MostSecondsAway)
            : 0;

    private (int Status, string Detail)? Refusal(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return (StatusCodes.Status426UpgradeRequired, "this is a WebSocket endpoint");
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0
            && host.Settings.AllowedOrigins.Count > 0
            && !host.Settings.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status403Forbidden, "this origin is not allowed");
        }

        return host.Drain.IsDraining
            ? (StatusCodes.Status503ServiceUnavailable, "the server is restarting, connect to another")
            : null;
    }

    private async Task ServeAsync(HttpContext context, TConnection connection, string? subprotocol)
    {
        try
        {
            var upgrade = context.Features.Get<IHttpUpgradeFeature>() as TransportUpgrade;
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = subprotocol,

                // What the connection does itself, without a timer a socket.
                KeepAliveInterval = upgrade is null ? host.Settings.PingInterval : Timeout.InfiniteTimeSpan,
            });
            await HandshakeRequest.ForgetAsync(context);
            if (host.Drain.IsDraining)
            {
                // The drain may have begun after we were let in, and looked for sockets before we were there.
                connection.Close(CloseReason.Restarting);
            }

            await connection.RunAsync(socket, upgrade?.Stream, context.RequestAborted);
        }
#pragma warning disable CA1031 // The last line of defence: one connection's fault must not be another's, nor the server's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.ConnectionFailed(error, connection.Id, connection.User.Id);
        }
    }
}
