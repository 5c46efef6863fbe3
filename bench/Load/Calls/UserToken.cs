using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Goring.Bench.Load.Calls;

/// <summary>A user's token: HS256, good for a day, with a profile.</summary>
internal static class UserToken
{
    public static string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Ids of one length, whatever the number.</summary>
    public static string UserOf(string role, int number) =>
        $"{role}-{number.ToString("D6", CultureInfo.InvariantCulture)}";

    public static string Of(string user)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Encode("""{"alg":"HS256","typ":"JWT"}""");
        var claims = Encode(
            $$"""{"hash":"{{user}}","name":"Name of {{user}}","username":"{{user}}","image_profile":"https://images.example.com/{{user}}.jpg","iat":{{now}},"exp":{{now + 86400}}}""");
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes($"{head}.{claims}"));
        return $"{head}.{claims}.{Base64Url.EncodeToString(mac)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
