using Goring.Domain.Users;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Contracts;

/// <summary>Where a contract is checked: callers are on one instance, callees on another, which may be the same.</summary>
public abstract class StoreFleet : IAsyncLifetime
{
    private readonly ManualTime _time = new();

    internal RedisServer? Redis { get; private set; }

    internal StoreInstance One { get; private set; } = null!;

    internal StoreInstance Other { get; private set; } = null!;

    protected abstract bool OnRedis { get; }

    protected abstract bool TwoInstances { get; }

    public async Task InitializeAsync()
    {
        Redis = OnRedis ? await RedisServer.StartAsync() : null;
        One = await OpenAsync();
        Other = TwoInstances ? await OpenAsync() : One;
    }

    public async Task DisposeAsync()
    {
        await One.DisposeAsync();
        if (TwoInstances)
        {
            await Other.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }
    }

    /// <summary>
    /// Moves the time of a store that has one to move. Redis goes by its own clock, so the test waits for that.
    /// </summary>
    internal void Pass(TimeSpan time) => _time.Pass(time);

    /// <summary>The store's clock, this machine's for Redis, shows another millisecond.</summary>
    internal async Task PassAMillisecondAsync()
    {
        Pass(TimeSpan.FromMilliseconds(1));
        var end = TimeProvider.System.GetUtcNow().AddMilliseconds(2);
        await Eventually.HoldsAsync(() => TimeProvider.System.GetUtcNow() > end, "another millisecond");
    }

    internal static UserId NewUser(string who) => new($"{who}-{Guid.NewGuid():N}");

    private Task<StoreInstance> OpenAsync() => Redis is null
        ? StoreInstance.OpenAsync(null, _time)
        : StoreInstance.OpenAsync(
            new RedisOptions
            {
                ServerId = $"server-{Guid.NewGuid():N}",
                ReconnectGrace = TimeSpan.Zero,
                Addresses = [Redis.Address],
            },
            TimeProvider.System);

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = System.GetUtcNow().Ticks;

        public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
    }
}

public sealed class InMemoryStoreFleet : StoreFleet
{
    protected override bool OnRedis => false;

    protected override bool TwoInstances => false;
}

public sealed class RedisStoreFleet : StoreFleet
{
    protected override bool OnRedis => true;

    protected override bool TwoInstances => false;
}

public sealed class RedisPairStoreFleet : StoreFleet
{
    protected override bool OnRedis => true;

    protected override bool TwoInstances => true;
}
