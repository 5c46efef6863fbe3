using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>
/// The JWT that tells APNs who we are, one for both environments. Apple refuses one that is over an hour old, and a
/// provider that makes a new one more often than every 20 minutes.
/// </summary>
internal sealed class ProviderToken(ApnsCredentials.SigningKey key, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(50);

    /// <summary>How soon after a token that was made because APNs refused its forerunner another may be made so.</summary>
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMinutes(20);

    /// <summary>A clock that was set back by more would otherwise keep a token of the future.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private string? _current;
    private DateTimeOffset _madeAt;
    private DateTimeOffset? _replacedAt;

    /// <summary>The token to send now; made anew after 50 minutes.</summary>
    public string Current()
    {
        lock (_lock)
        {
            var age = time.GetUtcNow() - _madeAt;
            if (_current is null || age >= Lifetime || age < -ClockStep)
            {
                Make();
            }

            return _current!;
        }
    }

    /// <summary>
    /// APNs called a token expired. The first to say so has it replaced, and all others get the new one. A replacement
    /// that is refused at once stays: then a clock is wrong, and more tokens would only earn 429.
    /// </summary>
    /// <returns>Whether <see cref="Current"/> is another one now.</returns>
    public bool TryReplace(string expired)
    {
        lock (_lock)
        {
            if (_current != expired)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (_replacedAt is { } before && (now - before).Duration() < LeastBetween)
            {
                return false;
            }

            _replacedAt = now;
            Make();
            return true;
        }
    }

    private void Make()
    {
        var now = time.GetUtcNow();
        var header = JsonSerializer.SerializeToUtf8Bytes(new("ES256", key.KeyId), ApnsJson.Default.ProviderTokenHeader);
        var claims = JsonSerializer.SerializeToUtf8Bytes(
            new(key.TeamId, now.ToUnixTimeSeconds()), ApnsJson.Default.ProviderTokenClaims);
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";

        // R and S one after the other, which is what both .NET and JOSE mean by an ECDSA signature.
        var signature = key.Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        _current = $"{signed}.{Base64Url.EncodeToString(signature)}";
        _madeAt = now;
    }
}
