using Goring.Domain.Users;
using Goring.Infrastructure.InMemory;
using Goring.IntegrationTests.Harness;
using Goring.IntegrationTests.Redis;

namespace Goring.IntegrationTests.Sessions;

/// <summary>One server that waits a while for those who lost their socket.</summary>
public sealed class EmbeddedGraceFleet : EmbeddedFleet
{
    protected override (string Name, string? Value)[] Settings => GraceFleets.Settings;
}

/// <summary>The same on Redis.</summary>
public sealed class RedisGraceFleet : RedisFleet
{
    protected override (string Name, string? Value)[] Settings => GraceFleets.Settings;
}

/// <summary>Two of them on one Redis.</summary>
public sealed class RedisPairGraceFleet : RedisPairFleet
{
    protected override (string Name, string? Value)[] Settings => GraceFleets.Settings;
}

internal static class GraceFleets
{
    /// <summary>Long enough to come back on a busy machine, short enough to wait it out.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    public static readonly (string Name, string? Value)[] Settings =
        [("RECONNECT_GRACE_SECONDS", Grace.TotalSeconds.ToString())];

    public static Task<Party> CallerAsync(this Fleet fleet, bool speaksV1) =>
        Party.ConnectAsync(fleet.CallerSide.WebSocketUrl, Person.New("caller"), speaksV1);

    public static Task<Party> CalleeAsync(this Fleet fleet, bool speaksV1) =>
        Party.ConnectAsync(fleet.CalleeSide.WebSocketUrl, Person.New("callee"), speaksV1);

    /// <summary>A ringing call whose callee speaks what is asked for, and whose caller speaks <c>goring.v1</c>.</summary>
    public static async Task<PartyCall> PartiesRingingAsync(this Fleet fleet, bool callerV1 = true, bool calleeV1 = true) =>
        await PartyCall.RingAsync(await fleet.CallerAsync(callerV1), await fleet.CalleeAsync(calleeV1));

    public static async Task<PartyCall> PartiesAcceptedAsync(this Fleet fleet, bool callerV1 = true, bool calleeV1 = true)
    {
        var call = await fleet.PartiesRingingAsync(callerV1, calleeV1);
        await call.AcceptAsync();
        return call;
    }

    /// <summary>Cuts a party's socket and waits until the fleet has noticed.</summary>
    public static async Task LoseAsync(this Fleet fleet, Party party)
    {
        party.Socket.Abort();
        if (fleet.Redis is null)
        {
            var state = fleet.CallerSide.Get<InMemoryState>();
            await Eventually.HoldsAsync(() => !HasSlot(state, party), "the slot is given up");
            return;
        }

        await using var redis = await OlderServer.StartAsync(fleet.Redis);
        await Eventually.HoldsAsync(
            async () => !await redis.Database.KeyExistsAsync($"ws:user:{party.Id}"), "the slot is given up");
    }

    private static bool HasSlot(InMemoryState state, Party party)
    {
        lock (state.Gate)
        {
            return state.Slots.ContainsKey(new UserId(party.Id));
        }
    }
}
