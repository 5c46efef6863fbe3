using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.PushSandbox;

namespace Goring.IntegrationTests.Push;

/// <summary>The two kinds of tokens that a sender signs, right unless a test changes them.</summary>
internal static class SignedToken
{
    /// <param name="change">Header and claims, before they are signed.</param>
    /// <param name="key">Null: the sandbox's own.</param>
    public static string Provider(
        PushSandboxServer sandbox,
        Action<JsonObject, JsonObject>? change = null,
        ECDsa? key = null,
        DateTimeOffset? issuedAt = null)
    {
        using var own = ECDsa.Create();
        own.ImportFromPem(File.ReadAllText(sandbox.Credentials.KeyPath));
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = sandbox.Credentials.KeyId };
        var claims = new JsonObject
        {
            ["iss"] = sandbox.Credentials.TeamId,
            ["iat"] = (issuedAt ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds(),
        };
        change?.Invoke(header, claims);
        return Sign(header, claims, bytes => (key ?? own).SignData(bytes, HashAlgorithmName.SHA256));
    }

    public static string Assertion(
        PushSandboxServer sandbox, Action<JsonObject, JsonObject>? change = null, RSA? key = null)
    {
        var account = JsonDocument.Parse(sandbox.Credentials.ServiceAccountJson).RootElement;
        using var own = RSA.Create();
        own.ImportFromPem(account.GetProperty("private_key").GetString());
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new JsonObject
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = account.GetProperty("private_key_id").GetString(),
        };
        var claims = new JsonObject
        {
            ["iss"] = account.GetProperty("client_email").GetString(),
            ["scope"] = "https://www.googleapis.com/auth/firebase.messaging",
            ["aud"] = account.GetProperty("token_uri").GetString(),
            ["iat"] = now,
            ["exp"] = now + 3600,
        };
        change?.Invoke(header, claims);
        return Sign(
            header,
            claims,
            bytes => (key ?? own).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        return $"{text}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
