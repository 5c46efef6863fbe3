using System.Text.Json;
using Goring.Application.Connections;
using Goring.Domain.Users;

namespace Goring.Web.Auth;

/// <summary>The user that a checked token speaks of.</summary>
internal static class TokenUser
{
    /// <summary>The user; null where <c>hash</c> is not a string that can name one.</summary>
    public static User? Read(JsonElement claims)
    {
        var hash = Text(claims, "hash");
        return UserId.IsValid(hash)
            ? new User(new UserId(hash!), Text(claims, "name"), Text(claims, "username"), Text(claims, "image_profile"))
            : null;
    }

    /// <summary>Set by <see cref="TokenAuthentication"/> on every request that it let through.</summary>
    public static User Of(HttpContext context) =>
        context.Features.Get<User>() ?? throw new InvalidOperationException("The request was not authenticated.");

    /// <summary>When the token that a request brought is over; null where it brought none, or one without an end.</summary>
    public static DateTimeOffset? ExpiryOf(HttpContext context) =>
        (context.Features.Get<TokenReading>() as TokenReading.Accepted)?.Expires;

    /// <inheritdoc cref="Text(JsonElement)"/>
    public static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var claim) ? Text(claim) : null;

    /// <summary>A non-empty string of well-formed text. A number, a list or an object is none.</summary>
    public static string? Text(JsonElement claim)
    {
        if (claim.ValueKind != JsonValueKind.String)
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
