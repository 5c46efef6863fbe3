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

        var createdAt = long.TryParse(Field("created_at"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
        var device = CallNames.ParseOs(Field("device_os")) is { } os && Field("device_token") is { } token
            ? new Device(token, os)
            : null;
        return new(
            id,
            new(caller),
            new(callee),
            state,
            DateTimeOffset.FromUnixTimeSeconds(createdAt),
            device,
            ProfileJson.Parse(Field("caller_info"), new(caller)),
            ProfileJson.Parse(Field("callee_info"), new(callee)));

        string? Field(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }
}
