using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goring.Application.Ice;
using Goring.Application.Ports;
using Goring.Domain.Users;

namespace Goring.Infrastructure.Turn;

/// <summary>
/// Credentials that a TURN server checks by a secret it shares with us, without asking: coturn's
/// <c>use-auth-secret</c>, of the draft <c>uberti-behave-turn-rest</c>. The username is <c>expiry:user</c>, in Unix
/// seconds, the password its HMAC-SHA1 in base64.
/// </summary>
internal sealed class SharedSecretCredentials(IceOptions options, TimeProvider time) : ITurnCredentials
{
    public TurnCredential For(UserId user)
    {
        var expiry = time.GetUtcNow().Add(options.TurnTtl).ToUnixTimeSeconds();
        var username = string.Create(CultureInfo.InvariantCulture, $"{expiry}:{user.Value}");
        var secret = Encoding.UTF8.GetBytes(options.TurnSecrets[0]);
#pragma warning disable CA5350 // SHA-1 is what TURN servers compute; as an HMAC it is not broken.
        var password = HMACSHA1.HashData(secret, Encoding.UTF8.GetBytes(username));
#pragma warning restore CA5350
        return new(username, Convert.ToBase64String(password));
    }
}
