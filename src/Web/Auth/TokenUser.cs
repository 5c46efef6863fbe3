using System.Text.Json;
using Goring.Domain.Users;
using Microsoft.IdentityModel.Tokens;

namespace Goring.Web.Auth;

/// <summary>The user that a checked token speaks of.</summary>
internal static class TokenUser
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// The user; null where <c>hash</c> is not a string that can name one, or a claim stands twice (RFC 7519,
    /// section 4). Read from the JSON itself: the token library turns strings that look like dates into dates.
    /// </summary>
    /// <param name="payload">The token's second part, base64url, checked already.</param>
    public static User? Read(string payload)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(payload), Options);
            if (claims.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var hash = Text(claims, "hash");
            return UserId.IsValid(hash)
                ? new User(
                    new UserId(hash!), Text(claims, "name"), Text(claims, "username"), Text(claims, "image_profile"))
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Set by <see cref="TokenAuthentication"/> on every request that it let through.</summary>
    public static User Of(HttpContext context) =>
        context.Features.Get<User>() ?? throw new InvalidOperationException("The request was not authenticated.");

    /// <summary>A non-empty string claim of well-formed text. A number, a list or an object is none.</summary>
    private static string? Text(JsonDocument claims, string name)
    {
        if (!claims.RootElement.TryGetProperty(name, out var claim) || claim.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return claim.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return null;
        }
    }
}
