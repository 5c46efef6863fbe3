using Goring.Application.Calls;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Web.Auth;
using Goring.Web.Edge;
using Goring.Web.Observability;

namespace Goring.Web.Calls;

/// <summary>
/// The two HTTP calls of docs/protocol.md, part 2, for a device that a push woke and that has no socket yet. They send
/// the same commands as the socket does.
/// </summary>
internal static class CallEndpoints
{
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/calls").RequireRateLimiting(RequestLimit.Name).RequireCors(RequestLimit.Name);
        calls.MapGet("/{id}", CheckAsync);
        calls.MapPost("/{id}/reject", RejectAsync);
    }

    private static async Task CheckAsync(
        string id, HttpContext context, CallAuthentication authentication, ClientCommands commands)
    {
        if (await authentication.AuthenticateAsync(context, new SessionId(id)) is not { } visitor)
        {
            return;
        }

        // "Good while it rings": a call that was answered since is none of the ring token's business.
        if (visitor.RingsFor is { State: not CallState.Ringing })
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status401Unauthorized, "the ring_token is good for as long as the call rings");
            return;
        }

        await SendAsync(context, commands, "call.check", new CheckCall { SessionId = id, Sender = visitor.Sender });
    }

    private static async Task RejectAsync(
        string id, HttpContext context, CallAuthentication authentication, ClientCommands commands)
    {
        if (await authentication.AuthenticateAsync(context, new SessionId(id)) is { } visitor)
        {
            await SendAsync(context, commands, "call.reject", new RejectCall { SessionId = id, Sender = visitor.Sender });
        }
    }

    private static async Task SendAsync(HttpContext context, ClientCommands commands, string type, ClientMessage message)
    {
        using var span = Tracing.IsOn
            ? Tracing.Command(type, new SessionId(message.SessionIdOrNull ?? ""), HandshakeTelemetry.CallerOf(context))
            : null;
        var reply = await commands.SendAsync(message, context.RequestAborted);
        span.Ended((reply as Reply.Refusal)?.Code);
        context.Response.Headers.CacheControl = "no-store";
        switch (reply)
        {
            case Reply.Answer answer:
                context.Response.ContentType = "application/json; charset=utf-8";
                await context.Response.BodyWriter.WriteAsync(WireFrame.PayloadOf(answer.Message), context.RequestAborted);
                break;
            case Reply.Refusal refusal:
                await Problem.WriteAsync(context, StatusOf(refusal.Code), refusal.Message, ErrorCodes.ToWire(refusal.Code));
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
        }
    }

    private static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidMessage => StatusCodes.Status400BadRequest,
        ErrorCode.Unauthorized => StatusCodes.Status403Forbidden,
        ErrorCode.SessionNotFound => StatusCodes.Status404NotFound,
        ErrorCode.InvalidState or ErrorCode.UserBusy or ErrorCode.UserOffline => StatusCodes.Status409Conflict,
        ErrorCode.RateLimited => StatusCodes.Status429TooManyRequests,
        ErrorCode.InternalError => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No status."),
    };
}
