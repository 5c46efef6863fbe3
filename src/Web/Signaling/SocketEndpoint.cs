using System.Net.WebSockets;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Goring.Web.Transport;
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

        var isServed = false;
        try
        {
            isServed = await AdmitAsync(context);
        }
        finally
        {
            if (!isServed)
            {
                host.Admission.Leave();
            }
        }
    }

    /// <returns>Whether it is served, or was: then its place is given back by whoever serves it.</returns>
    private async Task<bool> AdmitAsync(HttpContext context)
    {
        var subprotocol = Subprotocols.Select(context.WebSockets.WebSocketRequestedProtocols);
        var connection = Create(context, speaksV1: subprotocol == Subprotocols.V1);
        if (!await TryOpenAsync(context, connection))
        {
            connection.Dispose();
            return false;
        }

        // From here on, and no sooner: a warning must not come before the first message.
        connection.StayUntil(TokenUser.ExpiryOf(context));
        var upgrade = context.Features.Get<IHttpUpgradeFeature>() as TransportUpgrade;
        if (await TryUpgradeAsync(context, connection, subprotocol, upgrade) is not { } socket)
        {
            upgrade?.Taken?.Dispose();
            await CloseAsync(connection);
            connection.Dispose();
            return false;
        }

        if (upgrade?.Taken is { } taken)
        {
            // Without what this request knows: it ends now, and nothing of it is to stay for as long as the socket does.
            ThreadPool.UnsafeQueueUserWorkItem(
                static served => _ = served.Endpoint.ServeAsync(served.Connection, served.Socket, served.Stream, served.Taken, default),
                (Endpoint: this, Connection: connection, Socket: socket, upgrade.Stream, Taken: taken),
                preferLocal: false);
        }
        else
        {
            await ServeAsync(connection, socket, upgrade?.Stream, taken: null, context.RequestAborted);
        }

        return true;
    }

    /// <summary>Waits for a turn and makes the client reachable. False where it is not; then it was answered, if it is there.</summary>
    private async Task<bool> TryOpenAsync(HttpContext context, TConnection connection)
    {
        try
        {
            using var turn = await host.Admission.TakeTurnAsync(context.RequestAborted);
            await OpenAsync(connection, context.RequestAborted);
            return true;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }
        catch (StoreUnavailableException error)
        {
            logger.NotLetIn(connection.User.Id, error.Message);
            await Problem.WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                "the store does not work, try again",
                retryAfter: RetryAfterOf(StatusCodes.Status503ServiceUnavailable));
            return false;
        }
        catch
        {
            connection.Dispose();
            throw;
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

    /// <returns>Null where it failed.</returns>
    private async Task<WebSocket?> TryUpgradeAsync(
        HttpContext context, TConnection connection, string? subprotocol, TransportUpgrade? upgrade)
    {
        try
        {
            var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                SubProtocol = subprotocol,

                // What the connection does itself, without a timer a socket.
                KeepAliveInterval = upgrade is null ? host.Settings.PingInterval : Timeout.InfiniteTimeSpan,
            });

            if (upgrade?.Taken is null)
            {
                await HandshakeRequest.ForgetAsync(context);
                return socket;
            }

            // The one that was accepted ends its request when it ends, and holds that until then. On the same stream stands one that knows of none.
            return WebSocket.CreateFromStream(
                upgrade.Stream!,
                new() { IsServer = true, SubProtocol = subprotocol, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        }
#pragma warning disable CA1031 // As below.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.ConnectionFailed(error, connection.Id, connection.User.Id);
            return null;
        }
    }

    /// <summary>Until the socket's end; then nothing of the connection is left. Never throws.</summary>
    private async Task ServeAsync(
        TConnection connection, WebSocket socket, TransportStream? stream, TakenSocket? taken, CancellationToken cancellationToken)
    {
        try
        {
            if (host.Drain.IsDraining)
            {
                // The drain may have begun after we were let in, and looked for sockets before we were there.
                connection.Close(CloseReason.Restarting);
            }

            using (socket)
            {
                await connection.RunAsync(socket, stream, cancellationToken);
            }
        }
#pragma warning disable CA1031 // The last line of defence: one connection's fault must not be another's, nor the server's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.ConnectionFailed(error, connection.Id, connection.User.Id);
        }

        await CloseAsync(connection);
        connection.Dispose();
        taken?.Dispose();
        host.Admission.Leave();
    }
}
