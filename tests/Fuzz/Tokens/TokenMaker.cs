using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Goring.Chaos.Clients;
using Goring.Web.Auth;

namespace Goring.Fuzz.Tokens;

/// <summary>Signs tokens with keys of the run's own, whatever stands in them.</summary>
internal static class TokenMaker
{
    public const string Secret = "a-secret-of-the-tests-0123456789";

    public static readonly RSA Rsa = RSA.Create(RsaTokenKey.MinBits);

    public static readonly ECDsa Curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static byte[] Key { get; } = Encoding.UTF8.GetBytes(Secret);

    /// <summary>Those of a server with the secret and nothing more.</summary>
    public static TokenSettings Settings { get; } = new(Key, RequireExpiration: true, Issuer: null, Audience: null);

    public static string Good(string user) => UserToken.Of(user, Secret);

    /// <summary>A token whose signature is right for one of the algorithms.</summary>
    public static string Sign(byte[] header, byte[] claims, string algorithm)
    {
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(SignatureOf(Encoding.ASCII.GetBytes(signed), algorithm))}";
    }

    /// <summary>Whether the third part of a token is the signature of the first two; by other code than the server's.</summary>
    public static bool IsSigned(string token, string algorithm)
    {
        var last = token.LastIndexOf('.');
        var signed = Encoding.UTF8.GetBytes(token[..last]);
        var signature = Base64Url.DecodeFromChars(token.AsSpan(last + 1));
        return algorithm switch
        {
            "HS256" or "HS384" or "HS512" => SignatureOf(signed, algorithm).AsSpan().SequenceEqual(signature),
            "RS256" => Rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => Rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => Curve.VerifyData(signed, signature, HashAlgorithmName.SHA256),
            _ => false,
        };
    }

    private static byte[] SignatureOf(byte[] signed, string algorithm) => algorithm switch
    {
        "HS384" => HMACSHA384.HashData(Key, signed),
        "HS512" => HMACSHA512.HashData(Key, signed),
        "RS256" => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "PS256" => Rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "ES256" => Curve.SignData(signed, HashAlgorithmName.SHA256),
        _ => HMACSHA256.HashData(Key, signed),
    };
}
