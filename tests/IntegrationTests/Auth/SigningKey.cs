using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Auth;

/// <summary>A key pair of an issuer of tokens, and tokens signed with it by hand.</summary>
internal sealed class SigningKey
{
    private readonly Func<byte[], string, byte[]> _sign;

    private SigningKey(string algorithm, string pem, JsonObject jwk, Func<byte[], string, byte[]> sign)
    {
        Algorithm = algorithm;
        Pem = pem;
        Jwk = jwk;
        _sign = sign;
    }

    /// <summary>The usual one.</summary>
    public string Algorithm { get; }

    /// <summary>The public half.</summary>
    public string Pem { get; }

    /// <summary>The same as a JWK (RFC 7517), without a name.</summary>
    public JsonObject Jwk { get; }

    public static SigningKey Rsa(int bits = 2048)
    {
        var key = RSA.Create(bits);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        return new(
            "RS256",
            key.ExportSubjectPublicKeyInfoPem(),
            new() { ["kty"] = "RSA", ["n"] = Encode(numbers.Modulus!), ["e"] = Encode(numbers.Exponent!) },
            (data, algorithm) => key.SignData(
                data,
                HashOf(algorithm),
                algorithm.StartsWith("PS", StringComparison.Ordinal) ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));
    }

    public static SigningKey EllipticCurve(int bits = 256)
    {
        var (curve, name, algorithm) = bits switch
        {
            256 => (ECCurve.NamedCurves.nistP256, "P-256", "ES256"),
            384 => (ECCurve.NamedCurves.nistP384, "P-384", "ES384"),
            _ => (ECCurve.NamedCurves.nistP521, "P-521", "ES512"),
        };
        var key = ECDsa.Create(curve);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new(
            algorithm,
            key.ExportSubjectPublicKeyInfoPem(),
            new() { ["kty"] = "EC", ["crv"] = name, ["x"] = Encode(point.X!), ["y"] = Encode(point.Y!) },
            (data, other) => key.SignData(data, HashOf(other)));
    }

    /// <summary>The JWK under a name.</summary>
    public JsonObject Named(string id, params (string Name, string Value)[] more)
    {
        var jwk = Jwk.DeepClone().AsObject();
        jwk["kid"] = id;
        foreach (var (name, value) in more)
        {
            jwk[name] = value;
        }

        return jwk;
    }

    /// <param name="header">Over <c>alg</c>.</param>
    public string Sign(JsonObject claims, JsonObject? header = null, string? algorithm = null)
    {
        var whole = new JsonObject { ["alg"] = algorithm ?? Algorithm };
        foreach (var (name, value) in header ?? [])
        {
            whole[name] = value?.DeepClone();
        }

        var signed = $"{Encode(Encoding.UTF8.GetBytes(whole.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Encode(_sign(Encoding.ASCII.GetBytes(signed), algorithm ?? Algorithm))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static HashAlgorithmName HashOf(string algorithm) => algorithm[2..] switch
    {
        "256" => HashAlgorithmName.SHA256,
        "384" => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
