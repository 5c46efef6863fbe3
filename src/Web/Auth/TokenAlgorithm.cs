using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Goring.Web.Auth;

/// <summary>A signature algorithm of RFC 7518, section 3, and the one kind of key that it is taken with.</summary>
/// <param name="Name">As <c>alg</c> spells it; any other spelling is another algorithm.</param>
/// <param name="CurveBits">The size of the one curve that belongs to it (section 3.4); 0 where it has none.</param>
internal sealed record TokenAlgorithm(string Name, TokenKeyKind Kind, HashAlgorithmName Hash, int CurveBits = 0)
{
    private static readonly FrozenDictionary<string, TokenAlgorithm> All = new TokenAlgorithm[]
    {
        new("HS256", TokenKeyKind.Secret, HashAlgorithmName.SHA256),
        new("HS384", TokenKeyKind.Secret, HashAlgorithmName.SHA384),
        new("HS512", TokenKeyKind.Secret, HashAlgorithmName.SHA512),
        new("RS256", TokenKeyKind.Rsa, HashAlgorithmName.SHA256),
        new("RS384", TokenKeyKind.Rsa, HashAlgorithmName.SHA384),
        new("RS512", TokenKeyKind.Rsa, HashAlgorithmName.SHA512),
        new("PS256", TokenKeyKind.Rsa, HashAlgorithmName.SHA256) { Padding = RSASignaturePadding.Pss },
        new("PS384", TokenKeyKind.Rsa, HashAlgorithmName.SHA384) { Padding = RSASignaturePadding.Pss },
        new("PS512", TokenKeyKind.Rsa, HashAlgorithmName.SHA512) { Padding = RSASignaturePadding.Pss },
        new("ES256", TokenKeyKind.EllipticCurve, HashAlgorithmName.SHA256, CurveBits: 256),
        new("ES384", TokenKeyKind.EllipticCurve, HashAlgorithmName.SHA384, CurveBits: 384),
        new("ES512", TokenKeyKind.EllipticCurve, HashAlgorithmName.SHA512, CurveBits: 521),
    }.ToFrozenDictionary(algorithm => algorithm.Name, StringComparer.Ordinal);

    /// <summary>Of RSA: how what is signed is padded.</summary>
    public RSASignaturePadding Padding { get; private init; } = RSASignaturePadding.Pkcs1;

    /// <summary>Null for a name that is none of these: <c>none</c> among them.</summary>
    public static TokenAlgorithm? Find(string name) => All.GetValueOrDefault(name);
}

internal enum TokenKeyKind
{
    Secret,
    Rsa,
    EllipticCurve,
}
