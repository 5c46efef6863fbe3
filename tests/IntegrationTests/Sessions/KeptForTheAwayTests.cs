using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>How much is kept for one who is away from a call, and what a sender hears where there is no room.</summary>
public abstract class KeptForTheAwayTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : Fleet
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_65_is_refused_and_the_64_before_it_are_delivered(bool speaksV1)
    {
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);
        await fleet.LoseAsync(call.Callee);
        for (var i = 1; i <= 64; i++)
        {
            await call.RelayAsync(call.Caller, $"kept-{i}");
        }

        await ExpectRefusedAsync(call, "one too many");

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        for (var i = 1; i <= 64; i++)
        {
            await call.ExpectRelayAsync(call.Callee, $"kept-{i}");
        }

        await call.ExpectAliveAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Relay_beyond_256_KiB_is_refused_and_a_smaller_one_is_not(bool speaksV1)
    {
        var large = new string('x', 100 * 1024);
        await using var call = await fleet.PartiesAcceptedAsync(calleeV1: speaksV1);
        await fleet.LoseAsync(call.Callee);
        await call.RelayAsync(call.Caller, large);
        await call.RelayAsync(call.Caller, large);

        await ExpectRefusedAsync(call, large);

        await call.RelayAsync(call.Caller, "small");
        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        await call.ExpectRelayAsync(call.Callee, large);
        await call.ExpectRelayAsync(call.Callee, large);
        await call.ExpectRelayAsync(call.Callee, "small");
        await call.ExpectAliveAsync();
    }

    [Fact]
    public async Task End_of_the_call_is_kept_though_relays_fill_the_room()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        await fleet.LoseAsync(call.Callee);
        for (var i = 1; i <= 64; i++)
        {
            await call.RelayAsync(call.Caller, $"kept-{i}");
        }

        await call.EndAsync(call.Caller);

        await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
        for (var i = 1; i <= 64; i++)
        {
            await call.ExpectRelayAsync(call.Callee, $"kept-{i}");
        }

        await call.Callee.ExpectEventAsync("call.ended", call.Ended("ended_by_user", call.Caller.Person));
        await call.Callee.ExpectNothingAsync();
    }

    [Fact]
    public async Task Room_is_empty_again_after_a_return()
    {
        await using var call = await fleet.PartiesAcceptedAsync();
        for (var round = 0; round < 2; round++)
        {
            await fleet.LoseAsync(call.Callee);
            for (var i = 1; i <= 64; i++)
            {
                await call.RelayAsync(call.Caller, $"round-{round}-{i}");
            }

            await call.ReturnCalleeAsync(fleet.CallerSide.WebSocketUrl);
            for (var i = 1; i <= 64; i++)
            {
                await call.ExpectRelayAsync(call.Callee, $"round-{round}-{i}");
            }
        }

        await call.ExpectAliveAsync();
    }

    private static async Task ExpectRefusedAsync(PartyCall call, string marker)
    {
        var error = await call.Caller.AskAsync(
            "webrtc.ice", new { session_id = call.Session, candidate = marker }, "error");
        ((string?)error["code"], (string?)error["request_type"], (string?)error["session_id"])
            .Should().Be(("user_offline", "webrtc.ice", call.Session));
    }
}

public sealed class EmbeddedKeptForTheAwayTests(EmbeddedGraceFleet fleet)
    : KeptForTheAwayTests<EmbeddedGraceFleet>(fleet);

public sealed class RedisKeptForTheAwayTests(RedisGraceFleet fleet) : KeptForTheAwayTests<RedisGraceFleet>(fleet);

public sealed class RedisPairKeptForTheAwayTests(RedisPairGraceFleet fleet)
    : KeptForTheAwayTests<RedisPairGraceFleet>(fleet);
