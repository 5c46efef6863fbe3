using Goring.Domain.Users;
using Microsoft.AspNetCore.Mvc;

namespace Goring.Web.Auth;

/// <summary>
/// <c>GET /dev/token?user=user-1&amp;name=First</c>, mapped in Development alone: a token for whoever one says to be.
/// Plain text, so that a shell can use it as it is; <c>{"token": string}</c> to a client that accepts only JSON.
/// </summary>
internal static class DevelopmentTokens
{
    public static void MapDevelopmentTokens(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/dev/token", Issue);

    private static IResult Issue(
        HttpRequest request,
        TokenSettings settings,
        TimeProvider time,
        string? user,
        string? name,
        string? username,
        [FromQuery(Name = "image_profile")] string? imageProfile)
    {
        if (!UserId.IsValid(user))
        {
            return Results.Problem(
                $"the query needs user, 1 to {UserId.MaxLength} characters", statusCode: StatusCodes.Status400BadRequest);
        }

        var token = TokenIssuer.Issue(
            settings,
            new User(new UserId(user!), name, username, imageProfile),
            time.GetUtcNow(),
            TokenIssuer.DefaultLifetime);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return request.Headers.Accept.ToString() == "application/json"
            ? Results.Json(new { token })
            : Results.Text(token);
    }
}
