using System.Globalization;

namespace Goring.IntegrationTests.Harness;

/// <summary>The variables that every server of the tests is started with, unless a test says otherwise.</summary>
internal static class TestSettings
{
    public static Dictionary<string, string?> With(params (string Name, string? Value)[] settings)
    {
        var variables = new Dictionary<string, string?>
        {
            ["PORT"] = FreePort.Take().ToString(CultureInfo.InvariantCulture),
            ["SERVER_ID"] = $"server-{Guid.NewGuid():N}",
            ["REDIS_ADDR"] = "",
            ["JWT_SECRET"] = Tokens.Secret,
            ["RATE_LIMIT_MESSAGES_PER_SECOND"] = "0",
            ["RATE_LIMIT_CALLS_PER_MINUTE"] = "0",
            ["RATE_LIMIT_CONNECTIONS_PER_MINUTE"] = "0",
            ["RATE_LIMIT_REQUESTS_PER_MINUTE"] = "0",
            ["RECONNECT_GRACE_SECONDS"] = "0",
            ["DRAIN_SECONDS"] = "0",
            ["LOG_LEVEL"] = "Critical",
        };
        foreach (var (name, value) in settings)
        {
            variables[name] = value;
        }

        return variables;
    }
}
