using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goring.Domain.Calls;

namespace Goring.Application.Push;

/// <summary>
/// The <c>ring_token</c> of a push: it opens one call, for <c>GET /calls/{id}</c> and <c>POST /calls/{id}/reject</c>
/// alone, until the end of its ring (docs/protocol.md, part 2). It is signed rather than stored, so every instance with
/// the same key can check one, also of a call that is over.
/// </summary>
/// <param name="key">The fleet's key: 32 bytes that nothing else uses.</param>
public sealed class RingTokens(byte[] key, TimeProvider time)
{
    private const string Prefix = "ring~";
    private const int Parts = 4;

    /// <summary>Whether a bearer token claims to be one of these; a JWT never does.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns><c>ring~{end of the ring, Unix ms}~{signature}~{session}</c>: the characters of RFC 6750, section 2.1.</returns>
    public string Issue(SessionId session, DateTimeOffset ringEnds)
    {
        var ends = ringEnds.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return $"{Prefix}{ends}~{Sign(ends, session.Value)}~{session.Value}";
    }

    /// <summary>The session that a token opens; null for one that we did not issue or whose ring is over.</summary>
    public SessionId? Read(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var parts = token.Split('~', Parts);
        if (!IsOne(token) || parts is not [_, var ends, var signature, var session])
        {
            return null;
        }

        var expected = Encoding.ASCII.GetBytes(Sign(ends, session));
        if (!CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature)))
        {
            return null;
        }

        var end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(ends, CultureInfo.InvariantCulture));
        return time.GetUtcNow() < end ? new SessionId(session) : null;
    }

    private string Sign(string ends, string session) => Base64Url.EncodeToString(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Prefix}{ends}~{session}")));
}
