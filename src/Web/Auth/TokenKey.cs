using System.Security.Cryptography;

namespace Goring.Web.Auth;

/// <summary>A key that tokens are checked with. Which algorithms it takes is the key's to say, never the token's.</summary>
/// <param name="id">What its issuer calls it; null for a key that an operator has configured.</param>
internal abstract class TokenKey(string? id)
{
    public string? Id => id;

    public abstract bool Takes(TokenAlgorithm algorithm);

    /// <summary>Whether the signature was made with this key; of an algorithm that it takes. From any thread.</summary>
    public abstract bool Verify(TokenAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);
}

/// <summary>The secret of <c>JWT_SECRET</c>.</summary>
internal sealed class SecretTokenKey(byte[] secret) : TokenKey(id: null)
{
    public override bool Takes(TokenAlgorithm algorithm) => algorithm.Kind == TokenKeyKind.Secret;

    public override bool Verify(TokenAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) =>
        CryptographicOperations.FixedTimeEquals(
            CryptographicOperations.HmacData(algorithm.Hash, secret, signed), signature);
}

/// <summary>An RSA key.</summary>
/// <param name="only">The one algorithm that its issuer allows it; null: each of RSA's.</param>
internal sealed class RsaTokenKey(RSA key, string? id = null, string? only = null) : TokenKey(id)
{
    /// <summary>RFC 7518, section 3.3.</summary>
    public const int MinBits = 2048;

    /// <summary>Beyond it a check is work for an attacker to ask for, and nobody's key.</summary>
    public const int MaxBits = 8192;

    private readonly Lock _gate = new();

    public override bool Takes(TokenAlgorithm algorithm) =>
        algorithm.Kind == TokenKeyKind.Rsa && (only is null || only == algorithm.Name);

    public override bool Verify(TokenAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        // The platform promises nothing for two threads on one key.
        lock (_gate)
        {
            return key.VerifyData(signed, signature, algorithm.Hash, algorithm.Padding);
        }
    }
}

/// <summary>A key on one of the curves P-256, P-384 and P-521.</summary>
/// <inheritdoc cref="RsaTokenKey"/>
internal sealed class EllipticCurveTokenKey(ECDsa key, string? id = null, string? only = null) : TokenKey(id)
{
    private readonly Lock _gate = new();

    public override bool Takes(TokenAlgorithm algorithm) =>
        algorithm.Kind == TokenKeyKind.EllipticCurve
        && algorithm.CurveBits == key.KeySize
        && (only is null || only == algorithm.Name);

    public override bool Verify(TokenAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return key.VerifyData(signed, signature, algorithm.Hash);
        }
    }
}
