using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Goring.Web.Auth.OpenId;

/// <summary>
/// The keys in a JWK set (RFC 7517) that can check a token. Any other is left out: one for encryption, a short one, one of
/// a kind that we do not know, and a secret above all.
/// </summary>
internal static class JsonWebKeys
{
    /// <summary>How many are looked at: a token that names no key is tried with each.</summary>
    private const int Most = 32;

    public static IEnumerable<TokenKey> Read(JsonElement set) =>
        set.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
            ? keys.EnumerateArray().Take(Most).Select(ReadOne).OfType<TokenKey>()
            : [];

    private static TokenKey? ReadOne(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || !IsForSignatures(key))
        {
            return null;
        }

        var id = TokenUser.Text(key, "kid");
        var only = TokenUser.Text(key, "alg");
        try
        {
            return TokenUser.Text(key, "kty") switch
            {
                "RSA" => Rsa(key, id, only),
                "EC" => EllipticCurve(key, id, only),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            // Numbers that make no key, such as a point beside its curve.
            return null;
        }
    }

    private static RsaTokenKey? Rsa(JsonElement key, string? id, string? only)
    {
        if (Bytes(key, "n") is not { } modulus || Bytes(key, "e") is not { Length: <= 8 } exponent)
        {
            return null;
        }

        var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        if (rsa.KeySize is >= RsaTokenKey.MinBits and <= RsaTokenKey.MaxBits)
        {
            return new(rsa, id, only);
        }

        rsa.Dispose();
        return null;
    }

    private static EllipticCurveTokenKey? EllipticCurve(JsonElement key, string? id, string? only)
    {
        ECCurve? curve = TokenUser.Text(key, "crv") switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => null,
        };
        return curve is { } known && Bytes(key, "x") is { } x && Bytes(key, "y") is { } y
            ? new(ECDsa.Create(new ECParameters { Curve = known, Q = new() { X = x, Y = y } }), id, only)
            : null;
    }

    private static bool IsForSignatures(JsonElement key) =>
        (!key.TryGetProperty("use", out var use) || TokenUser.Text(use) == "sig")
        && (!key.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array
                && operations.EnumerateArray().Any(one => TokenUser.Text(one) == "verify")));

    private static byte[]? Bytes(JsonElement key, string name) =>
        TokenUser.Text(key, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
