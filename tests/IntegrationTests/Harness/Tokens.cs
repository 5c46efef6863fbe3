using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>JWTs by hand, so that the server's reading of them is not checked against its own writing.</summary>
internal static class Tokens
{
    public const string Secret = "a-secret-of-the-tests-0123456789-0123456789";

    public static string For(Person person) => Sign(ClaimsOf(person));

    /// <summary>The claims of a good token for a person, to be spoiled.</summary>
    public static JsonObject ClaimsOf(Person person)
    {
        var claims = new JsonObject { ["hash"] = person.Id, ["exp"] = In(TimeSpan.FromHours(1)) };
        Add("name", person.Name);
        Add("username", person.Username);
        Add("image_profile", person.Image);
        return claims;

        void Add(string claim, string? value)
        {
            if (value is not null)
            {
                claims[claim] = value;
            }
        }
    }

    public static long In(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).ToUnixTimeSeconds();

    public static string Sign(JsonObject claims, string algorithm = "HS256", string secret = Secret) =>
        Sign(JsonSerializer.Serialize(new { alg = algorithm, typ = "JWT" }), claims.ToJsonString(), algorithm, secret);

    /// <summary>Signs any two texts.</summary>
    public static string Sign(string header, string payload, string algorithm = "HS256", string secret = Secret)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Encode(Hash(algorithm, Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[] Hash(string algorithm, byte[] key, byte[] data) => algorithm switch
    {
        "HS256" => HMACSHA256.HashData(key, data),
        "HS384" => HMACSHA384.HashData(key, data),
        "HS512" => HMACSHA512.HashData(key, data),
        _ => [],
    };
}
