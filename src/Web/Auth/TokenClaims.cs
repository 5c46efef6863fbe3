using System.Text.Json;
using Goring.Application.Connections;

namespace Goring.Web.Auth;

/// <summary>The claims of a token whose signature is good: when it is valid, for whom, and whose it is.</summary>
internal static class TokenClaims
{
    public static TokenReading Read(JsonElement claims, TokenSettings settings, DateTimeOffset now)
    {
        if (!TryTime(claims, "exp", out var expires) || !TryTime(claims, "nbf", out var notBefore))
        {
            return Refused(TokenFault.Malformed);
        }

        if (expires is null && settings.RequireExpiration)
        {
            return Refused(TokenFault.NoExpiration);
        }

        // "On or after" exp it must not be accepted (RFC 7519, section 4.1.4). No clock skew is allowed for.
        if (expires <= now)
        {
            return Refused(TokenFault.Expired);
        }

        if (notBefore > now)
        {
            return Refused(TokenFault.NotYetValid);
        }

        if (settings.Issuer is { } issuer && TokenUser.Text(claims, "iss") != issuer)
        {
            return Refused(TokenFault.Issuer);
        }

        if (settings.Audience is { } audience && !IsFor(claims, audience))
        {
            return Refused(TokenFault.Audience);
        }

        return TokenUser.Read(claims) is { } user
            ? new TokenReading.Accepted(user, expires)
            : Refused(TokenFault.NoUser);
    }

    private static TokenReading.Refused Refused(TokenFault fault) => new(fault);

    /// <summary>A string, or one of a list.</summary>
    private static bool IsFor(JsonElement claims, string audience)
    {
        if (!claims.TryGetProperty("aud", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return TokenUser.Text(claims, "aud") == audience;
        }

        foreach (var one in list.EnumerateArray())
        {
            if (TokenUser.Text(one) == audience)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A NumericDate (RFC 7519, section 2), which may be fractional; null where there is none.</summary>
    /// <returns>False where it is no number, or none that a calendar has.</returns>
    private static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var claim))
        {
            return true;
        }

        if (claim.ValueKind != JsonValueKind.Number
            || !claim.TryGetDouble(out var seconds)
            || !(seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
                && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(seconds * 1000));
        return true;
    }
}
