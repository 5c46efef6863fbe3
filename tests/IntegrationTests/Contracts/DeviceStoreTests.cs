using Goring.Application.Ports;
using Goring.Domain.Devices;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every <c>IDeviceStore</c> does, seen by whom a call rings.</summary>
public abstract class DeviceStoreTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Token_belongs_to_whoever_registered_it_last()
    {
        var (first, second) = (StoreFleet.NewUser("first"), StoreFleet.NewUser("second"));
        var device = PushedCall.NewDevice();
        await fleet.One.Devices.RegisterAsync(first, device, None);

        await fleet.Other.Devices.RegisterAsync(second, device, None);

        (await RungAsync(first)).Should().BeEmpty();
        (await RungAsync(second)).Select(rung => rung.Token).Should().Equal(device.Token);
    }

    [Fact]
    public async Task Registering_again_is_no_second_device_and_may_say_more()
    {
        var user = StoreFleet.NewUser("user");
        var device = PushedCall.NewDevice(DeviceOs.Ios);
        await fleet.One.Devices.RegisterAsync(user, device, None);

        await fleet.One.Devices.RegisterAsync(user, device with { Environment = ApnsEnvironment.Development }, None);

        var rung = (await RungAsync(user)).Should().ContainSingle().Subject;
        (rung.Token, rung.Environment).Should().Be((device.Token, ApnsEnvironment.Development));
        rung.RegisteredAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Unregistered_device_is_not_rung_and_another_users_cannot_be_unregistered()
    {
        var (user, stranger) = (StoreFleet.NewUser("user"), StoreFleet.NewUser("stranger"));
        var (phone, tablet) = (PushedCall.NewDevice(), PushedCall.NewDevice());
        await fleet.One.Devices.RegisterAsync(user, phone, None);
        await fleet.One.Devices.RegisterAsync(user, tablet, None);

        await fleet.Other.Devices.UnregisterAsync(stranger, tablet.Token, None);
        await fleet.Other.Devices.UnregisterAsync(user, phone.Token, None);
        await fleet.Other.Devices.UnregisterAsync(user, "a token of nobody", None);

        (await RungAsync(user)).Select(rung => rung.Token).Should().Equal(tablet.Token);
    }

    [Fact]
    public async Task Dead_token_is_dropped_unless_it_was_registered_since()
    {
        var user = StoreFleet.NewUser("user");
        var (alive, dead, gone) = (PushedCall.NewDevice(), PushedCall.NewDevice(), PushedCall.NewDevice());
        foreach (var device in new[] { alive, dead, gone })
        {
            await fleet.One.Devices.RegisterAsync(user, device, None);
        }

        var now = TimeProvider.System.GetUtcNow();
        await fleet.One.Devices.DropAsync(user, alive.Token, now.AddHours(-1), None);
        await fleet.One.Devices.DropAsync(user, dead.Token, now.AddHours(1), None);
        await fleet.One.Devices.DropAsync(user, gone.Token, since: null, None);

        (await RungAsync(user)).Select(rung => rung.Token).Should().Equal(alive.Token);
    }

    [Fact]
    public async Task Reached_device_is_used_last_and_keeps_where_it_was_found()
    {
        var user = StoreFleet.NewUser("user");
        var (phone, tablet) = (PushedCall.NewDevice(DeviceOs.Ios), PushedCall.NewDevice(DeviceOs.Ios));
        foreach (var device in new[] { phone, tablet })
        {
            await fleet.One.Devices.RegisterAsync(user, device, None);
            await fleet.PassAMillisecondAsync();
        }

        await fleet.Other.Devices.ConfirmAsync(user, phone.Token, ApnsEnvironment.Development, None);
        await fleet.PassAMillisecondAsync();
        await fleet.Other.Devices.ConfirmAsync(user, tablet.Token, foundIn: null, None);
        await fleet.PassAMillisecondAsync();
        await fleet.Other.Devices.ConfirmAsync(user, phone.Token, foundIn: null, None);
        await fleet.Other.Devices.ConfirmAsync(StoreFleet.NewUser("stranger"), "a token of nobody", foundIn: null, None);

        (await RungAsync(user)).Select(rung => (rung.Token, rung.Environment)).Should().Equal(
            (phone.Token, ApnsEnvironment.Development), (tablet.Token, null));
    }

    [Fact]
    public async Task One_device_too_many_takes_the_place_of_the_one_used_longest_ago()
    {
        var user = StoreFleet.NewUser("user");
        var devices = Enumerable.Range(0, IDeviceStore.MaxPerUser + 1).Select(_ => PushedCall.NewDevice()).ToArray();
        foreach (var device in devices)
        {
            await fleet.One.Devices.RegisterAsync(user, device, None);
            await fleet.PassAMillisecondAsync();
        }

        (await RungAsync(user)).Select(rung => rung.Token)
            .Should().Equal(devices.Skip(1).Reverse().Select(device => device.Token));
    }

    private async Task<IReadOnlyList<Device>> RungAsync(UserId user)
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var session = StoreCall.New(caller.User.Id, user);
        var outcome = await PushedCall.StartAsync(fleet, session, caller.User, named: null);
        return outcome.IsDone
            ? [.. (await new PushedCall(fleet, session, caller).ClaimAsync()).OrderBy(job => job.Number).Select(job => job.Device)]
            : [];
    }
}

public sealed class InMemoryDeviceStoreTests(InMemoryStoreFleet fleet) : DeviceStoreTests<InMemoryStoreFleet>(fleet);

public sealed class RedisDeviceStoreTests(RedisStoreFleet fleet) : DeviceStoreTests<RedisStoreFleet>(fleet);

public sealed class RedisPairDeviceStoreTests(RedisPairStoreFleet fleet) : DeviceStoreTests<RedisPairStoreFleet>(fleet);
