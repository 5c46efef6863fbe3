using System.Security.Cryptography;
using Goring.PushSandbox.Credentials;
using Goring.PushSandbox.Requests;
using Microsoft.Net.Http.Headers;

namespace Goring.PushSandbox.Apple;

/// <summary>Whether APNs knows the provider: by its token, or else by the certificate of the TLS handshake.</summary>
internal sealed class ProviderCheck(ApnsKey key, bool limitUpdates, TimeProvider time)
{
    private const string Scheme = "bearer ";

    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan LeastAge = TimeSpan.FromMinutes(20);

    /// <summary>How far the provider's clock may run ahead. Apple names no figure.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>Null: it does.</summary>
    public Answer? Refuse(PushRequest request)
    {
        var authorization = request.Headers[HeaderNames.Authorization].ToString();
        if (authorization.Length == 0)
        {
            // Kestrel has verified the certificate where there is one.
            return request.Context.Connection.ClientCertificate is null
                ? ApnsReply.Refused(403, nameof(Apns.MissingProviderToken))
                : null;
        }

        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || !Jws.TryRead(authorization[Scheme.Length..], out var token)
            || !IsSigned(token)
            || token.Time("iat") is not { } issued
            || issued > request.At + Skew)
        {
            return ApnsReply.Refused(403, nameof(Apns.InvalidProviderToken));
        }

        if (time.GetUtcNow() - issued > LongestLife)
        {
            return ApnsReply.Refused(403, nameof(Apns.ExpiredProviderToken));
        }

        return limitUpdates && !request.Connection.TakeProviderToken(authorization, request.At, LeastAge)
            ? ApnsReply.Refused(429, nameof(Apns.TooManyProviderTokenUpdates))
            : null;
    }

    /// <summary>By the key, in ES256 (RFC 7518, part 3.4: R and S side by side, which is what VerifyData takes).</summary>
    private bool IsSigned(Jws token) =>
        token.HeaderText("alg") == "ES256"
        && token.HeaderText("kid") == key.KeyId
        && token.Claim("iss") == key.TeamId
        && key.Key.VerifyData(token.SignedBytes, token.Signature, HashAlgorithmName.SHA256);
}
