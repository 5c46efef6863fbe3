using System.Globalization;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads the hash of a session (docs/protocol.md, part 6, and the profiles that Goring adds).</summary>
internal static class RedisSession
{
    /// <returns>The session; null where a field that it cannot be without is missing.</returns>
    public static CallSession? Parse(SessionId id, IReadOnlyDictionary<string, string> fields)
    {
        if (Field("caller_id") is not { } caller
            || Field("callee_id") is not { } callee
            || CallNames.ParseState(Field("state")) is not { } state)
        {
            return null;
        }

        var device = CallNames.ParseOs(Field("device_os")) is { } os && Field("device_token") is { } token
            ? new Device(token, os)
            : null;
        return new(
            id,
            new(caller),
            new(callee),
            state,
            CreatedAt(Field("created_at")),
            device,
            ProfileJson.Parse(Field("caller_info"), new(caller)),
            ProfileJson.Parse(Field("callee_info"), new(callee)));

        string? Field(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>Unix seconds; the beginning of time where another server wrote what no calendar has.</summary>
    private static DateTimeOffset CreatedAt(string? field) =>
        long.TryParse(field, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.UnixEpoch;
}
