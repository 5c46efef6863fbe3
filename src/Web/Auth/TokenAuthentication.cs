using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Goring.Web.Auth;

/// <summary>JWT bearer authentication with the rules of docs/protocol.md, part 1.</summary>
internal static class TokenAuthentication
{
    private static readonly string[] HmacAlgorithms =
        [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];

    public static void AddTokenAuthentication(this IServiceCollection services, TokenSettings settings)
    {
        services.AddAuthorization();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            // The claims are read from the payload as they stand, not renamed.
            options.SecurityTokenValidators.Clear();
            options.SecurityTokenValidators.Add(new JwtSecurityTokenHandler { MapInboundClaims = false });
            options.TokenValidationParameters = ParametersFor(settings);
            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = context =>
                {
                    context.Token = TokenLocation.Find(context.HttpContext);
                    if (string.IsNullOrEmpty(context.Token))
                    {
                        context.NoResult();
                    }

                    return Task.CompletedTask;
                },
                OnTokenValidated = context =>
                {
                    var token = (JwtSecurityToken)context.SecurityToken;
                    if (!HmacAlgorithms.Contains(token.SignatureAlgorithm, StringComparer.Ordinal))
                    {
                        context.Fail("The token's algorithm is not one for a secret.");
                    }
                    else if (TokenUser.Read(token.RawPayload) is { } user)
                    {
                        context.HttpContext.Features.Set(user);
                    }
                    else
                    {
                        context.Fail("The token has no claim \"hash\" that can name a user.");
                    }

                    return Task.CompletedTask;
                },
                OnChallenge = async context =>
                {
                    context.HandleResponse();
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    await Problem.WriteAsync(
                        context.HttpContext, StatusCodes.Status401Unauthorized, Explain(context.AuthenticateFailure));
                },
            };
        });
    }

    private static TokenValidationParameters ParametersFor(TokenSettings settings) => new()
    {
        IssuerSigningKey = new SymmetricSecurityKey(settings.Secret),
        RequireSignedTokens = true,
        RequireExpirationTime = settings.RequireExpiration,
        ValidateLifetime = true,
        ClockSkew = TimeSpan.Zero,
        ValidateIssuer = settings.Issuer is not null,
        ValidIssuer = settings.Issuer,
        ValidateAudience = settings.Audience is not null,
        ValidAudience = settings.Audience,
    };

    /// <summary>What a client developer needs to know, and nothing of the token or the key.</summary>
    private static string Explain(Exception? failure) => failure switch
    {
        null => "a token is required",
        SecurityTokenExpiredException => "the token has expired",
        SecurityTokenNotYetValidException => "the token is not valid yet",
        SecurityTokenNoExpirationException => "the token has no expiration",
        SecurityTokenInvalidIssuerException => "the token's issuer is not accepted",
        SecurityTokenInvalidAudienceException => "the token's audience is not accepted",
        _ => "the token is not valid",
    };
}
