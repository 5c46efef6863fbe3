using Goring.IntegrationTests.Harness;
using Xunit.Abstractions;

namespace Goring.IntegrationTests.Outages;

/// <summary>The master goes, the sentinels promote its replica, and the old master comes back among them.</summary>
[Collection(Drills.Name)]
public sealed class FailoverDrills(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public Task Killed_master_costs_no_call() => RunAsync(
        "master killed", redis => redis.KillAsync(), redis => redis.RestartAsync());

    [Fact]
    [Trait("Category", "Slow")]
    public Task Hanging_master_costs_no_call() => RunAsync(
        "master hangs",
        redis =>
        {
            redis.Freeze();
            return Task.CompletedTask;
        },
        redis =>
        {
            redis.Thaw();
            return Task.CompletedTask;
        });

    private async Task RunAsync(string what, Func<RedisServer, Task> fault, Func<RedisServer, Task> recovery)
    {
        await using var sentinels = await RedisSentinels.StartAsync();
        await using var drill = await Drill.BeginAsync(sentinels.Settings);

        await drill.FailAsync(() => fault(sentinels.Master), TimeSpan.Zero);
        var figures = await drill.ReturnAsync(what, sentinels.PromotionAsync);

        // For some seconds the old master thinks that it is one still: nothing may go there.
        await recovery(sentinels.Master);
        await sentinels.DemotionAsync();
        await drill.CallsGoOnAsync();
        await drill.EndAsync(figures, output);
    }
}
