namespace Goring.IntegrationTests.Harness;

/// <summary>
/// Where a suite runs: callers connect to one server, callees to another, which may be the same. Started once a
/// test class.
/// </summary>
public abstract class Fleet : IAsyncLifetime
{
    /// <summary>Null for the embedded store.</summary>
    public RedisServer? Redis { get; private set; }

    public GoringServer CallerSide { get; private set; } = null!;

    public GoringServer CalleeSide { get; private set; } = null!;

    protected abstract bool OnRedis { get; }

    protected abstract bool TwoServers { get; }

    /// <summary>Variables that this fleet's servers have beside <see cref="TestSettings"/>.</summary>
    protected virtual (string Name, string? Value)[] Settings => [];

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        Redis = OnRedis ? await RedisServer.StartAsync() : null;
        CallerSide = await StartServerAsync();
        CalleeSide = TwoServers ? await StartServerAsync() : CallerSide;
    }

    /// <summary>One more server on the same store, where the fleet has Redis.</summary>
    public Task<GoringServer> StartServerAsync(params (string Name, string? Value)[] settings) =>
        GoringServer.StartAsync([.. Settings, ("REDIS_ADDR", Redis?.Address ?? ""), .. settings]);

    public async Task DisposeAsync()
    {
        await CallerSide.DisposeAsync();
        if (TwoServers)
        {
            await CalleeSide.DisposeAsync();
        }

        if (Redis is not null)
        {
            await Redis.DisposeAsync();
        }

        await ClearAwayAsync();
    }

    /// <summary>Starts what the servers need beside Redis.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Ends it again.</summary>
    protected virtual Task ClearAwayAsync() => Task.CompletedTask;

    public Task<TestClient> CallerAsync(string who = "caller") => CallerAsync(Person.New(who));

    public Task<TestClient> CallerAsync(Person person) => TestClient.ConnectAsync(CallerSide, person);

    public Task<TestClient> CalleeAsync(string who = "callee") => CalleeAsync(Person.New(who));

    public Task<TestClient> CalleeAsync(Person person) => TestClient.ConnectAsync(CalleeSide, person);

    /// <summary>Two users of whom one rings the other; everything so far has been read.</summary>
    public async Task<Call> RingingAsync() => await Call.StartAsync(await CallerAsync(), await CalleeAsync());

    /// <summary>The same, accepted.</summary>
    public async Task<Call> AcceptedAsync()
    {
        var call = await RingingAsync();
        await call.AcceptAsync();
        return call;
    }
}

/// <summary>One server, nothing beside it.</summary>
public class EmbeddedFleet : Fleet
{
    protected override bool OnRedis => false;

    protected override bool TwoServers => false;
}

/// <summary>One server on Redis.</summary>
public class RedisFleet : Fleet
{
    protected override bool OnRedis => true;

    protected override bool TwoServers => false;
}

/// <summary>Two servers on one Redis: callers on the first, callees on the second.</summary>
public class RedisPairFleet : Fleet
{
    protected override bool OnRedis => true;

    protected override bool TwoServers => true;
}
