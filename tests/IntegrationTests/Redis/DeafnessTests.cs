using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Contracts;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>
/// Redis takes commands, and nothing is heard of what is published: who asks is told, rather than left without what others
/// answer, and nobody is made to look reachable.
/// </summary>
public sealed class DeafnessTests : IAsyncLifetime
{
    private RedisServer _redis = null!;
    private StoreInstance _store = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _store = await StoreInstance.OpenAsync(
            new RedisOptions { ServerId = "one", Addresses = [_redis.Address], ReconnectGrace = TimeSpan.Zero }, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_taken_while_nothing_is_heard_and_all_is_once_it_is()
    {
        (await FindAsync()).Should().BeNull();

        // A connection to subscribe on asks whether Redis answers; commands do not.
        await _redis.AskAsync("ACL SETUSER default -ping");
        await _redis.AskAsync("CLIENT KILL TYPE pubsub");

        await Eventually.HoldsAsync(() => IsRefusedAsync(FindAsync), "calls are refused");
        (await IsRefusedAsync(RefreshAsync)).Should().BeTrue();
        (await _redis.AskAsync("SET still works")).Should().Be("+OK\r\n");

        await _redis.AskAsync("ACL SETUSER default +ping");
        await Eventually.HoldsAsync(async () => !await IsRefusedAsync(FindAsync), "calls are taken");
        (await IsRefusedAsync(RefreshAsync)).Should().BeFalse();
    }

    private async Task<CallSession?> FindAsync() =>
        await _store.Calls.FindAsync(new SessionId(Guid.NewGuid().ToString()), CancellationToken.None);

    private async Task<RefreshReport> RefreshAsync() => await _store.Presence.RefreshAsync([], CancellationToken.None);

    private static async Task<bool> IsRefusedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            await ask();
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }
}
