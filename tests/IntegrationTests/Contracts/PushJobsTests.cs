using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Shared;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every store does with the pushes of a call whose callee is offline.</summary>
public abstract class PushJobsTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    [Fact]
    public async Task Offline_callee_with_a_device_is_rung_once()
    {
        var device = PushedCall.NewDevice(DeviceOs.Ios);
        var call = await PushedCall.StartAsync(fleet, device);

        var claims = await Task.WhenAll(call.ClaimAsync(fleet.One), call.ClaimAsync(fleet.Other));

        var job = claims.SelectMany(jobs => jobs).Should().ContainSingle().Subject;
        job.Should().BeEquivalentTo(new
        {
            Task = PushTask.Ring,
            Session = call.Session.Id,
            Number = 1,
            Device = device,
            call.Session.Callee,
            Content = PushedCall.ContentOf(call.Caller.User),
        });
        (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None))!.CalleeDevice.Should().Be(device);
        (await fleet.One.Calls.FindByUserAsync(call.Session.Callee, CancellationToken.None)).Should().Be(call.Session.Id);
    }

    [Fact]
    public async Task Connected_callee_is_not_pushed_to()
    {
        var callee = await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee"));
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice(), callee.User.Id);

        await callee.ExpectAsync(StoreCall.Ring);
        (await call.ClaimAsync()).Should().BeEmpty();
        (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None))!.CalleeDevice.Should().BeNull();
    }

    [Fact]
    public async Task Callee_without_a_device_of_a_configured_service_is_offline()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var session = StoreCall.New(caller.User.Id, StoreFleet.NewUser("callee"));
        var androidAlone = new HashSet<DeviceOs> { DeviceOs.Android };

        (await PushedCall.StartAsync(fleet, session, caller.User, named: null)).Error.Should().Be(ErrorCode.UserOffline);
        (await PushedCall.StartAsync(fleet, session, caller.User, PushedCall.NewDevice(DeviceOs.Ios), androidAlone))
            .Error.Should().Be(ErrorCode.UserOffline);
        (await StoreCall.StartAsync(fleet.One.Calls, session)).Error.Should().Be(ErrorCode.UserOffline);

        (await fleet.One.Calls.FindAsync(session.Id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Callee_in_a_call_is_busy_though_they_could_be_rung()
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
        var other = await fleet.One.ConnectAsync(StoreFleet.NewUser("other"));

        (await PushedCall.StartAsync(
            fleet, StoreCall.New(other.User.Id, call.Session.Callee), other.User, PushedCall.NewDevice()))
            .Error.Should().Be(ErrorCode.UserBusy);
    }

    [Fact]
    public async Task Registered_devices_are_rung_where_none_is_named_the_last_used_first()
    {
        var callee = StoreFleet.NewUser("callee");
        var (phone, tablet) = (PushedCall.NewDevice(), PushedCall.NewDevice(DeviceOs.Ios));
        foreach (var device in new[] { phone, tablet })
        {
            await fleet.One.Devices.RegisterAsync(callee, device, CancellationToken.None);
            await fleet.PassAMillisecondAsync();
        }

        var call = await PushedCall.StartAsync(fleet, named: null, callee);

        (await call.ClaimAsync()).OrderBy(job => job.Number).Select(job => job.Device.Token)
            .Should().Equal(tablet.Token, phone.Token);
        (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None))!.CalleeDevice!.Token
            .Should().Be(tablet.Token);
    }

    [Fact]
    public async Task Named_device_goes_before_registered_ones()
    {
        var (callee, named) = (StoreFleet.NewUser("callee"), PushedCall.NewDevice());
        await fleet.One.Devices.RegisterAsync(callee, PushedCall.NewDevice(), CancellationToken.None);

        var call = await PushedCall.StartAsync(fleet, named, callee);

        (await call.ClaimOneAsync(PushTask.Ring)).Device.Should().Be(named);
    }

    /// <summary>A step from ringing, by whom, and whether a device that was rung is told to stop.</summary>
    [Theory]
    [InlineData("end", "caller", true)]
    [InlineData("end", "callee", false)]
    [InlineData("reject", "callee", false)]
    [InlineData("accept", "callee", false)]
    [InlineData("ring_timed_out", "server", true)]
    [InlineData("peer_lost", "caller", true)]
    [InlineData("peer_lost", "callee", true)]
    public async Task Rung_device_is_told_exactly_once_where_the_call_ends_unanswered(string step, string by, bool isTold)
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
        await call.RingAsync();
        if (step == "peer_lost" && by == "caller")
        {
            await fleet.One.DisconnectAsync(call.Caller);
        }

        await call.ApplyAsync(CallTransition.All.Single(row => row.Name == step), UserOf(call, by));

        if (!isTold)
        {
            (await call.ClaimAsync()).Should().BeEmpty();
            return;
        }

        var cancel = await call.ClaimOneAsync(PushTask.Cancel);
        (await call.ClaimAsync()).Should().BeEmpty("a push is handed out once");
        await call.FinishAsync(cancel, PushEnd.Reached);
        (await call.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Device_of_an_answered_call_hears_nothing_of_its_end()
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
        await call.RingAsync();
        await call.ApplyAsync(CallTransition.Accept, call.Session.Callee);

        await call.ApplyAsync(CallTransition.End, call.Session.Caller);

        (await call.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Call_that_ends_before_anybody_rang_is_counted_and_never_rung()
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());

        await call.ApplyAsync(CallTransition.End, call.Session.Caller);

        await call.ClaimOneAsync(PushTask.TooLate);
        (await call.ClaimAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(PushEnd.Reached, true)]
    [InlineData(PushEnd.Missed, false)]
    [InlineData(PushEnd.GivenBack, false)]
    public async Task Call_that_ends_while_it_is_rung_is_cancelled_once_the_ring_is_known_to_have_arrived(
        PushEnd end, bool isTold)
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
        var ring = await call.ClaimOneAsync(PushTask.Ring);
        await call.ApplyAsync(CallTransition.End, call.Session.Caller);
        (await call.ClaimAsync()).Should().BeEmpty("a cancellation must not overtake its ring");

        await call.FinishAsync(ring, end);

        (await call.ClaimAsync()).Select(job => job.Task).Should().Equal(isTold ? [PushTask.Cancel] : []);
    }

    [Fact]
    public async Task Call_that_is_answered_while_it_is_rung_is_never_cancelled()
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());
        var ring = await call.ClaimOneAsync(PushTask.Ring);
        await call.ApplyAsync(CallTransition.Accept, call.Session.Callee);
        await call.ApplyAsync(CallTransition.End, call.Session.Caller);

        await call.FinishAsync(ring, PushEnd.Reached);

        (await call.ClaimAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_given_back_is_claimed_again()
    {
        var call = await PushedCall.StartAsync(fleet, PushedCall.NewDevice());

        await call.FinishAsync(await call.ClaimOneAsync(PushTask.Ring), PushEnd.GivenBack);
        await call.RingAsync();
        await call.ApplyAsync(CallTransition.End, call.Session.Caller);
        await call.FinishAsync(await call.ClaimOneAsync(PushTask.Cancel), PushEnd.GivenBack);

        await call.ClaimOneAsync(PushTask.Cancel);
    }

    [Fact]
    public async Task Only_the_devices_that_were_reached_are_told()
    {
        var callee = StoreFleet.NewUser("callee");
        foreach (var device in new[] { PushedCall.NewDevice(), PushedCall.NewDevice(), PushedCall.NewDevice() })
        {
            await fleet.One.Devices.RegisterAsync(callee, device, CancellationToken.None);
        }

        var call = await PushedCall.StartAsync(fleet, named: null, callee);
        var rings = (await call.ClaimAsync()).OrderBy(job => job.Number).ToArray();
        await call.FinishAsync(rings[0], PushEnd.Missed);
        await call.FinishAsync(rings[1], PushEnd.Reached);
        await call.ApplyAsync(CallTransition.RingTimedOut, by: null);
        await call.FinishAsync(rings[2], PushEnd.Reached);

        (await call.ClaimAsync()).Select(job => (job.Task, job.Device)).Should().BeEquivalentTo(
            [(PushTask.Cancel, rings[1].Device), (PushTask.Cancel, rings[2].Device)]);
    }

    private static Domain.Users.UserId? UserOf(PushedCall call, string by) => by switch
    {
        "caller" => call.Session.Caller,
        "callee" => call.Session.Callee,
        _ => null,
    };
}

public sealed class InMemoryPushJobsTests(InMemoryStoreFleet fleet) : PushJobsTests<InMemoryStoreFleet>(fleet);

public sealed class RedisPushJobsTests(RedisStoreFleet fleet) : PushJobsTests<RedisStoreFleet>(fleet);

public sealed class RedisPairPushJobsTests(RedisPairStoreFleet fleet) : PushJobsTests<RedisPairStoreFleet>(fleet);
