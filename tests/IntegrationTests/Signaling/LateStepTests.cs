using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Signaling;

/// <summary>A step that Redis took after the server had given it up is told to the peer like any other.</summary>
public abstract class LateStepTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Fact]
    public async Task End_that_Redis_took_late_still_tells_the_peer()
    {
        await using var call = await fleet.AcceptedAsync();
        fleet.Redis!.Freeze();
        try
        {
            await call.SendAsync(call.Caller, "call.end");
            await call.Caller.ExpectErrorAsync("internal_error", "call.end", call.Session);
        }
        finally
        {
            fleet.Redis.Thaw();
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                // Refused at once until Redis has answered somebody.
                await call.SendAsync(call.Caller, "call.check");
                var answer = JsonNode.Parse(await call.Caller.NextAsync())!;
                return (string?)answer["type"] == "call.check_result" && !(bool)answer["payload"]!["exists"]!;
            },
            "the end has happened");
        await call.Callee.ExpectAsync("call.ended", call.Ended("ended_by_user", call.Caller));
    }
}

public sealed class RedisLateStepTests(RedisFleet fleet) : LateStepTests<RedisFleet>(fleet);

public sealed class RedisPairLateStepTests(RedisPairFleet fleet) : LateStepTests<RedisPairFleet>(fleet);
