using System.Security.Cryptography;
using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Google;

/// <summary>An OAuth failure: RFC 6749, part 5.2.</summary>
internal sealed record OAuthError(string Error, string Description);

/// <summary>Whether an assertion is one that the service account may exchange for an access token.</summary>
internal sealed class AssertionCheck(ServiceAccount account, TimeProvider time)
{
    public const string Scope = "https://www.googleapis.com/auth/firebase.messaging";

    /// <summary>What Google.Apis.Auth 1.78.0 writes into <c>aud</c>, whatever the service account's token_uri says.</summary>
    public const string GoogleAudience = "https://oauth2.googleapis.com/token";

    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);

    /// <summary>How far the sender's clock may run ahead.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Null: it is.</summary>
    /// <param name="ownUrl">The token endpoint's, as the sender reached it.</param>
    public OAuthError? Refuse(string assertion, string ownUrl)
    {
        if (!Jws.TryRead(assertion, out var token))
        {
            return Grant("Invalid JWT: it is not three parts of base64url with a JSON header and JSON claims.");
        }

        if (token.HeaderText("alg") != "RS256"
            || token.HeaderText("kid") is { } keyId && keyId != account.KeyId
            || !account.Key.VerifyData(
                token.SignedBytes, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
        {
            return Grant("Invalid JWT Signature.");
        }

        return RefuseClaims(token, ownUrl);
    }

    private OAuthError? RefuseClaims(Jws token, string ownUrl)
    {
        if (token.Claim("iss") != account.Email)
        {
            return Grant("Invalid grant: account not found.");
        }

        if (token.Claim("aud") is not { } audience || (audience != GoogleAudience && audience != ownUrl))
        {
            return Grant("Invalid JWT: Failed audience check.");
        }

        if (token.Claim("scope") is not { } scopes || !scopes.Split(' ').Contains(Scope))
        {
            return new("invalid_scope", $"The scope must be {Scope}.");
        }

        var now = time.GetUtcNow();
        if (token.Time("iat") is not { } issued
            || token.Time("exp") is not { } end
            || issued > now + Skew
            || end <= now
            || end <= issued
            || end - issued > LongestLife)
        {
            return Grant(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat "
                + "and exp values in the JWT claim.");
        }

        return null;
    }

    private static OAuthError Grant(string description) => new("invalid_grant", description);
}
