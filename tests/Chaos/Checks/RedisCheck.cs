using StackExchange.Redis;

namespace Goring.Chaos.Checks;

/// <summary>Looks at what stands in Redis.</summary>
internal sealed class RedisCheck : IDisposable
{
    private static readonly string[] GoneWithClients = ["ws:user:", "ws:conn:", "call:session:", "call:user:"];

    private readonly ConnectionMultiplexer _redis;
    private readonly IServer _server;

    private RedisCheck(ConnectionMultiplexer redis, string address)
    {
        _redis = redis;
        _server = redis.GetServer(address);
    }

    public static async Task<RedisCheck> OpenAsync(string address) =>
        new(await ConnectionMultiplexer.ConnectAsync(address), address);

    /// <summary>Keys that live for ever.</summary>
    public async Task<IReadOnlyList<string>> WithoutTtlAsync()
    {
        List<string> found = [];
        foreach (var key in _server.Keys(pageSize: 1000).ToArray())
        {
            // A key that is gone by now has none either.
            if (await _redis.GetDatabase().KeyTimeToLiveAsync(key) is null
                && await _redis.GetDatabase().KeyExistsAsync(key))
            {
                found.Add((string)key!);
            }
        }

        return found;
    }

    /// <summary>Keys that must not outlive their users' connections and calls.</summary>
    public IReadOnlyList<string> LeftBehind() =>
        [.. _server.Keys(pageSize: 1000)
            .Select(key => (string)key!)
            .Where(key => GoneWithClients.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal)))];

    public void Dispose() => _redis.Dispose();
}
