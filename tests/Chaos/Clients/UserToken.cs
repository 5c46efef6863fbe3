using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Goring.Chaos.Clients;

/// <summary>A user's token: HS256, good for a day.</summary>
internal static class UserToken
{
    public static string Of(string user, string secret)
    {
        var now = DateTimeOffset.UtcNow;
        var head = Encode("""{"alg":"HS256","typ":"JWT"}""");
        var claims = Encode(
            $$"""{"hash":"{{user}}","name":"{{user}}","iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddDays(1).ToUnixTimeSeconds()}}}""");
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{head}.{claims}"));
        return $"{head}.{claims}.{Base64Url.EncodeToString(mac)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
