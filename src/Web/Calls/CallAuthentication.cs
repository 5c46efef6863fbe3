using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Microsoft.AspNetCore.Authentication;

namespace Goring.Web.Calls;

/// <summary>Who asks for a call over HTTP: the bearer of a push's <c>ring_token</c>, or a user with their own token.</summary>
internal sealed class CallAuthentication(RingTokens ringTokens, ICallStore calls)
{
    /// <returns>Null where nobody may: then the response is written.</returns>
    public async Task<CallVisitor?> AuthenticateAsync(HttpContext context, SessionId session)
    {
        if (TokenLocation.Find(context) is { } token && RingTokens.IsOne(token))
        {
            return await OfRingTokenAsync(context, token, session);
        }

        if (context.Features.Get<User>() is { } user)
        {
            return new(new Sender(user, default), RingsFor: null);
        }

        await context.ChallengeAsync();
        return null;
    }

    private async Task<CallVisitor?> OfRingTokenAsync(HttpContext context, string token, SessionId session)
    {
        if (ringTokens.Read(token) is not { } opened)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problem.WriteAsync(
                context, StatusCodes.Status401Unauthorized, "the ring_token is not valid, or its ring is over");
            return null;
        }

        if (opened != session)
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "the ring_token is of another call");
            return null;
        }

        try
        {
            // Of a call that is over nobody's part is known: every command answers that there is none.
            var call = await calls.FindAsync(session, context.RequestAborted);
            return new(new Sender(new User(call?.Callee ?? default), default), call);
        }
        catch (StoreUnavailableException)
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable, "the server could not do this, try again");
            return null;
        }
    }
}

/// <param name="Sender">As whom the command is sent.</param>
/// <param name="RingsFor">The call that a ring token opened; null for a user with a token of their own.</param>
internal sealed record CallVisitor(Sender Sender, CallSession? RingsFor);
