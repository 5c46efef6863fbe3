using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>Keys of an issuer, and JWTs signed with them by hand.</summary>
internal static class SigningKeys
{
    public static readonly RSA Rsa = RSA.Create(2048);
    public static readonly RSA OtherRsa = RSA.Create(2048);
    public static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static string Sign(RSA key, string algorithm, JsonObject claims, JsonObject? header = null) => Sign(
        algorithm,
        claims,
        header,
        data => key.SignData(data, HashOf(algorithm), algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1));

    public static string Sign(ECDsa key, string algorithm, JsonObject claims, JsonObject? header = null) =>
        Sign(algorithm, claims, header, data => key.SignData(data, HashOf(algorithm)));

    public static JsonObject JwkOf(RSA key, string id)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["kid"] = id,
            ["use"] = "sig",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    private static string Sign(string algorithm, JsonObject claims, JsonObject? header, Func<byte[], byte[]> sign)
    {
        header = header?.DeepClone().AsObject() ?? [];
        header["alg"] = algorithm;
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static HashAlgorithmName HashOf(string algorithm) => new($"SHA{algorithm[2..]}");
}
