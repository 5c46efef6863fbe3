using System.Diagnostics.Metrics;
using Goring.Application.Ports;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Contracts;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Redis;

/// <summary>A command that Redis does not answer is one fault, though both we and the client beneath give it up.</summary>
public sealed class StoreFaultTests
{
    [Fact]
    public async Task Commands_without_an_answer_are_counted_once_each()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var store = await StoreInstance.OpenAsync(
            new RedisOptions { ServerId = "one", Addresses = [redis.Address], ReconnectGrace = TimeSpan.Zero }, TimeProvider.System);
        var faults = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "goring.store.faults" && store.Meter.Owns(instrument))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref faults, (int)count));
        listener.Start();

        redis.Freeze();
        var unanswered = await FailuresAsync(store);

        // With its connection the client beneath gives up what it was told to do; once another works, it has.
        await redis.KillAsync();
        await redis.RestartAsync();
        await Eventually.HoldsAsync(
            async () =>
            {
                var more = await FailuresAsync(store);
                unanswered += more;
                return more == 0;
            },
            "Redis is back");

        faults.Should().Be(unanswered);
    }

    private static async Task<int> FailuresAsync(StoreInstance store)
    {
        try
        {
            await store.Devices.UnregisterAsync(StoreFleet.NewUser("user"), "token", CancellationToken.None);
            return 0;
        }
        catch (StoreUnavailableException)
        {
            return 1;
        }
    }
}
