using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>The connections to Redis break while Redis itself lives on, as behind a proxy that restarts.</summary>
public sealed class LostConnectionTests(RedisPairFleet fleet) : IClassFixture<RedisPairFleet>
{
    [Fact]
    public async Task Subscriptions_are_back_with_the_connections_and_calls_go_on()
    {
        await using var call = await fleet.AcceptedAsync();
        using var redis = await fleet.Redis!.ConnectAsync();
        var server = redis.GetServer(redis.GetEndPoints()[0]);

        foreach (var client in server.ClientList().Where(client => client.Name == "goring"))
        {
            await server.ClientKillAsync(client.Address!);
        }

        // What is published while nobody listens is lost; asked again, it comes.
        await Eventually.HoldsAsync(
            async () => await RelayArrivesAsync(call.Session, call.Caller, call.Callee)
                && await RelayArrivesAsync(call.Session, call.Callee, call.Caller),
            "the call is back",
            seconds: 20);
        await using var newer = await fleet.CallerAsync(call.Callee.Person);
        (await call.Callee.Closed).Should().Be((4001, "replaced"));
    }

    /// <summary>Relays one message; whether it, or one sent before, arrived within a moment.</summary>
    private static async Task<bool> RelayArrivesAsync(string session, TestClient from, TestClient to)
    {
        await from.SendAsync("webrtc.ice", new { session_id = session, candidate = "again" });
        try
        {
            // An error is the answer to one that was sent while the connections were down.
            while ((string?)JsonNode.Parse(await to.NextAsync(TimeSpan.FromMilliseconds(300)))!["type"] != "webrtc.ice")
            {
            }

            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
