using Goring.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.Outages;

/// <summary>Redis goes and comes back, with what it held or without.</summary>
[Collection(Drills.Name)]
public sealed class RestartDrills(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_Redis_that_comes_back_with_its_state_costs_no_call()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        await using var drill = await Drill.BeginAsync(("REDIS_ADDR", redis.Address));

        await drill.FailAsync(redis.KillAsync, TimeSpan.FromSeconds(2));
        var figures = await drill.ReturnAsync("killed, back with its state", redis.RestartAsync);

        await drill.CallsGoOnAsync();
        await drill.EndAsync(figures, output);
    }

    [Fact]
    public async Task Killed_Redis_that_comes_back_empty_ends_calls_for_both_sides()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var drill = await Drill.BeginAsync(("REDIS_ADDR", redis.Address));

        await drill.FailAsync(redis.KillAsync, TimeSpan.FromSeconds(2));
        var figures = await drill.ReturnAsync("killed, back empty", redis.RestartAsync);

        await drill.CallsEndAsync();
        await drill.EndAsync(figures, output);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Outage_of_30_seconds_costs_no_call()
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "yes");
        await using var drill = await Drill.BeginAsync(("REDIS_ADDR", redis.Address));

        await drill.FailAsync(redis.KillAsync, TimeSpan.FromSeconds(30));
        var figures = await drill.ReturnAsync("away for 30 s, back with its state", redis.RestartAsync);

        await drill.CallsGoOnAsync();
        await drill.EndAsync(figures, output);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Redis_that_hangs_for_12_seconds_costs_no_call()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var drill = await Drill.BeginAsync(("REDIS_ADDR", redis.Address));

        await drill.FailAsync(() => Done(redis.Freeze), TimeSpan.FromSeconds(12));
        var figures = await drill.ReturnAsync("hangs for 12 s", () => Done(redis.Thaw));

        await drill.CallsGoOnAsync();
        await drill.EndAsync(figures, output);
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
