using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Web.Auth.OpenId;

namespace Goring.Web.Auth;

/// <summary>The tokens of docs/protocol.md, part 1 (docs/decisions/0050 says why this is not a library's).</summary>
/// <param name="provider">Null where <c>JWT_AUTHORITY</c> is unset.</param>
internal sealed class TokenReader(TokenSettings settings, TimeProvider time, OpenIdProvider? provider = null) : ITokenReader
{
    private readonly TokenKey[] _keys = [new SecretTokenKey(settings.Secret), .. settings.PublicKeys];

    public async ValueTask<TokenReading> ReadAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > ITokenReader.MaxTokenLength)
        {
            return new TokenReading.Refused(TokenFault.TooLong);
        }

        if (CompactToken.TryRead(token) is not { } read)
        {
            return new TokenReading.Refused(TokenFault.Malformed);
        }

        return await FaultOfSignatureAsync(read, cancellationToken) is { } fault
            ? new TokenReading.Refused(fault)
            : TokenClaims.Read(read.Claims, settings, time.GetUtcNow());
    }

    private async ValueTask<TokenFault?> FaultOfSignatureAsync(CompactToken token, CancellationToken cancellationToken)
    {
        if (TokenAlgorithm.Find(token.Algorithm) is not { } algorithm)
        {
            return TokenFault.Algorithm;
        }

        // What an operator has configured is tried whatever the token calls its key; a provider's key only by its name.
        if (IsSignedByOne(_keys, algorithm, token))
        {
            return null;
        }

        if (provider is not null
            && algorithm.Kind != TokenKeyKind.Secret
            && TokenUser.Text(token.Claims, "iss") is { } issuer
            && provider.MayHaveIssued(issuer))
        {
            var found = await provider.FindAsync(issuer, token.KeyId, cancellationToken);
            return IsSignedByOne(found.Keys, algorithm, token) ? null
                : found.IsSure ? TokenFault.Signature
                : TokenFault.KeysAway;
        }

        return Array.Exists(_keys, key => key.Takes(algorithm)) ? TokenFault.Signature
            : provider is not null && algorithm.Kind != TokenKeyKind.Secret ? TokenFault.Issuer
            : TokenFault.Algorithm;
    }

    private static bool IsSignedByOne(IEnumerable<TokenKey> keys, TokenAlgorithm algorithm, CompactToken token)
    {
        foreach (var key in keys)
        {
            if (key.Takes(algorithm) && key.Verify(algorithm, token.Signed, token.Signature))
            {
                return true;
            }
        }

        return false;
    }
}
