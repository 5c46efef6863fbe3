using System.Threading.Channels;
using Goring.IntegrationTests.Harness;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Redis;

/// <summary>
/// A server of an older fleet, as far as Redis sees one: it knows the keys and channels of docs/protocol.md, part 6,
/// and no script of ours.
/// </summary>
internal sealed class OlderServer(ConnectionMultiplexer redis) : IAsyncDisposable
{
    public const string ServerId = "old-server";

    public const string TakeOver = """{"type":"internal.disconnect","payload":{"reason":"new_connection"}}""";

    public IDatabase Database => redis.GetDatabase();

    public static async Task<OlderServer> StartAsync(RedisServer server) => new(await server.ConnectAsync());

    /// <summary>Holds a user's socket: their slot, and what is published for it.</summary>
    public async Task<OlderSocket> HoldAsync(string user)
    {
        var frames = Channel.CreateUnbounded<string>();
        await redis.GetSubscriber().SubscribeAsync(
            new RedisChannel($"ws:signal:{user}", RedisChannel.PatternMode.Literal),
            (_, frame) => frames.Writer.TryWrite(frame!));
        await Database.StringSetAsync($"ws:user:{user}", ServerId, TimeSpan.FromSeconds(30));
        return new(frames.Reader);
    }

    public Task PublishAsync(string user, string frame) => redis.GetSubscriber().PublishAsync(
        new RedisChannel($"ws:signal:{user}", RedisChannel.PatternMode.Literal), frame);

    /// <summary>Every key of a user or session, found by looking at all of them.</summary>
    public string[] KeysOf(string id) =>
        [.. redis.GetServer(redis.GetEndPoints()[0]).Keys(pageSize: 1000)
            .Select(key => (string)key!).Where(key => key.Contains(id, StringComparison.Ordinal))];

    public int ConnectionsNamed(string name) =>
        redis.GetServer(redis.GetEndPoints()[0]).ClientList().Count(client => client.Name == name);

    public async ValueTask DisposeAsync()
    {
        await redis.CloseAsync();
        redis.Dispose();
    }
}

/// <summary>What an older server was sent for a user of its own.</summary>
internal sealed class OlderSocket(ChannelReader<string> frames)
{
    public async Task<string> NextAsync() => await frames.ReadAsync().AsTask().WaitAsync(TestClient.Patience);
}
