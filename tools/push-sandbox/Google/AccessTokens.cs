using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Goring.PushSandbox.Google;

/// <summary>The access tokens that were handed out, and until when each is good.</summary>
internal sealed class AccessTokens(TimeSpan lifetime, TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    public long LifetimeSeconds => (long)lifetime.TotalSeconds;

    public string Issue()
    {
        var now = time.GetUtcNow();
        if (_ends.Count >= Most)
        {
            // A sender that asks this often does not keep its tokens; all but the last few are long forgotten.
            foreach (var (old, _) in _ends.OrderBy(token => token.Value).Take(Most / 2))
            {
                _ends.TryRemove(old, out _);
            }
        }

        var token = "ya29.sandbox." + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        _ends[token] = now.AddSeconds(LifetimeSeconds);
        return token;
    }

    public bool IsGood(string token) => _ends.TryGetValue(token, out var end) && time.GetUtcNow() < end;
}
