using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>A call to a callee without a socket, and the pushes that it makes due.</summary>
internal sealed class PushedCall(StoreFleet fleet, CallSession session, RecordingConnection caller)
{
    public static readonly IReadOnlySet<DeviceOs> Both = new HashSet<DeviceOs> { DeviceOs.Android, DeviceOs.Ios };

    public CallSession Session => session;

    public RecordingConnection Caller => caller;

    public static Device NewDevice(DeviceOs os = DeviceOs.Android) => new($"a token {Guid.NewGuid():N} — ключ", os);

    public static PushContent ContentOf(User caller) => new(caller, "video", """{"room" : "ünï", "n":[1,2]}""");

    /// <summary>Rings a device that the caller names, or with none those that the callee registered.</summary>
    public static async Task<PushedCall> StartAsync(StoreFleet fleet, Device? named, UserId? callee = null)
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var session = StoreCall.New(caller.User.Id, callee ?? StoreFleet.NewUser("callee"));
        (await StartAsync(fleet, session, caller.User, named)).Should().Be(Outcome.Done);
        return new(fleet, session, caller);
    }

    public static ValueTask<Outcome> StartAsync(
        StoreFleet fleet, CallSession session, User caller, Device? named, IReadOnlySet<DeviceOs>? services = null) =>
        fleet.One.Calls.StartAsync(
            session,
            TimeSpan.FromSeconds(60),
            new(StoreCall.Ring, StoreCall.Ring),
            new(services ?? Both, named, ContentOf(caller)),
            CancellationToken.None);

    /// <summary>What is due for this call; whatever other calls left behind is thrown away.</summary>
    public async Task<IReadOnlyList<PushJob>> ClaimAsync(StoreInstance? by = null) =>
    [
        .. (await (by ?? fleet.Other).Pushes.ClaimAsync(1000, CancellationToken.None))
            .Where(job => job.Session == session.Id),
    ];

    public async Task<PushJob> ClaimOneAsync(PushTask task)
    {
        var job = (await ClaimAsync()).Should().ContainSingle().Subject;
        job.Task.Should().Be(task);
        return job;
    }

    public Task FinishAsync(PushJob job, PushEnd end) =>
        fleet.Other.Pushes.FinishAsync(job, end, CancellationToken.None).AsTask();

    public async Task RingAsync() => await FinishAsync(await ClaimOneAsync(PushTask.Ring), PushEnd.Reached);

    public async Task ApplyAsync(CallTransition transition, UserId? by) =>
        (await fleet.Other.Calls.ApplyAsync(
            session.Id,
            transition,
            by is { } user ? new User(user) : null,
            StoreCall.FrameOf(transition),
            CancellationToken.None))
        .Should().Be(Outcome.Done);
}
