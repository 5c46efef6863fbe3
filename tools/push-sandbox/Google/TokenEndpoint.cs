using System.Text.Json.Nodes;
using Goring.PushSandbox.Requests;
using Microsoft.AspNetCore.Http.Extensions;

namespace Goring.PushSandbox.Google;

/// <summary><c>POST /token</c>: a signed assertion for an access token (RFC 7523), as Google's token endpoint.</summary>
internal sealed class TokenEndpoint(
    AssertionCheck assertions, AccessTokens tokens, SandboxScript script, PushLog log, Delivery delivery)
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public async Task HandleAsync(HttpContext context)
    {
        log.AddTokenRequest();
        var answer = await RefuseAsync(context) is { } error
            ? new Answer(400, error.Error, BodyOf(error.Error, error.Description))
            : new Answer(200, null, Issued()).With(
                script.Take(PushService.OAuth, ""), scripted => BodyOf(scripted.Reason ?? "server_error", "The script's."));
        context.Response.Headers.CacheControl = "no-store";
        await delivery.SendAsync(context, answer);
    }

    private async Task<OAuthError?> RefuseAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return new("invalid_request", "The body must be application/x-www-form-urlencoded.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != GrantType)
        {
            return new("unsupported_grant_type", $"The grant_type must be {GrantType}.");
        }

        return form["assertion"] is [{ Length: > 0 } assertion]
            ? assertions.Refuse(assertion, context.Request.GetEncodedUrl())
            : new("invalid_request", "There must be one assertion.");
    }

    private string Issued() => new JsonObject
    {
        ["access_token"] = tokens.Issue(),
        ["expires_in"] = tokens.LifetimeSeconds,
        ["token_type"] = "Bearer",
    }.ToJsonString();

    private static string BodyOf(string error, string description) =>
        new JsonObject { ["error"] = error, ["error_description"] = description }.ToJsonString();
}
