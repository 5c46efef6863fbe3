using System.Security.Claims;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Web.Auth.OpenId;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Goring.Web.Auth;

/// <summary>
/// JWT bearer authentication with the rules of docs/protocol.md, part 1. What a token is worth is
/// <see cref="ITokenReader"/>'s to say: the handler finds it, and answers where it is worth nothing.
/// </summary>
internal static class TokenAuthentication
{
    public static void AddTokenAuthentication(this IServiceCollection services, TokenSettings settings)
    {
        if (settings.Authority is { } authority)
        {
            services.AddOpenIdProvider(authority);
        }

        services.AddSingleton<ITokenReader>(provider => new TokenReader(
            settings, provider.GetRequiredService<TimeProvider>(), provider.GetService<OpenIdProvider>()));
        services.AddAuthorization();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
            options.Events = new JwtBearerEvents { OnMessageReceived = CheckAsync, OnChallenge = AnswerAsync });
    }

    /// <summary>Decides every request here, so that the handler's own validation has nothing left to do.</summary>
    private static async Task CheckAsync(MessageReceivedContext context)
    {
        var token = TokenLocation.Find(context.HttpContext);
        if (string.IsNullOrEmpty(token))
        {
            context.NoResult();
            return;
        }

        var reader = context.HttpContext.RequestServices.GetRequiredService<ITokenReader>();
        var reading = await reader.ReadAsync(token, context.HttpContext.RequestAborted);
        context.HttpContext.Features.Set(reading);
        switch (reading)
        {
            case TokenReading.Accepted accepted:
                context.HttpContext.Features.Set(accepted.User);
                context.Principal = new(new ClaimsIdentity(context.Scheme.Name));
                context.Success();
                break;
            case TokenReading.Refused refused:
                context.Fail(TokenFaults.TextOf(refused.Fault));
                break;
        }
    }

    private static async Task AnswerAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        var fault = (context.HttpContext.Features.Get<TokenReading>() as TokenReading.Refused)?.Fault;
        if (fault == TokenFault.KeysAway)
        {
            // A client that is told 401 may sign its user out; this one's token is as good as it was.
            await Problem.WriteAsync(
                context.HttpContext, StatusCodes.Status503ServiceUnavailable, TokenFaults.TextOf(TokenFault.KeysAway));
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Problem.WriteAsync(
            context.HttpContext,
            StatusCodes.Status401Unauthorized,
            fault is { } known ? TokenFaults.TextOf(known) : "a token is required");
    }
}
