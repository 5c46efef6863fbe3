using System.Text;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>A ringing call between two connections, and the steps that its parties take where they are connected.</summary>
internal sealed class StoreCall(StoreFleet fleet, CallSession session, RecordingConnection caller, RecordingConnection callee)
{
    public static readonly byte[] Ring = "the ring"u8.ToArray();

    public CallSession Session => session;

    public RecordingConnection Caller => caller;

    public RecordingConnection Callee => callee;

    public static CallSession New(UserId caller, UserId callee) =>
        new(SessionId.New(TimeProvider.System.GetUtcNow()), caller, callee, CallState.Ringing, TimeProvider.System.GetUtcNow());

    public static async Task<StoreCall> StartAsync(StoreFleet fleet) => await StartAsync(
        fleet,
        await fleet.One.ConnectAsync(StoreFleet.NewUser("caller")),
        await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee")));

    public static async Task<StoreCall> StartAsync(
        StoreFleet fleet, RecordingConnection caller, RecordingConnection callee, TimeSpan? ringFor = null)
    {
        var session = New(caller.User.Id, callee.User.Id);
        (await StartAsync(fleet.One.Calls, session, ringFor)).Should().Be(Outcome.Done);
        await callee.ExpectAsync(Ring);
        return new(fleet, session, caller, callee);
    }

    public static ValueTask<Outcome> StartAsync(ICallStore calls, CallSession session, TimeSpan? ringFor = null) =>
        calls.StartAsync(session, ringFor ?? TimeSpan.FromSeconds(60), new(Ring, Ring), push: null, CancellationToken.None);

    /// <summary>Takes a step with its own name as the frame; null for the server itself.</summary>
    public Task<Outcome> ApplyAsync(CallTransition transition, UserId? by) => (by == session.Callee ? fleet.Other : fleet.One)
        .Calls.ApplyAsync(session.Id, transition, by is { } user ? new User(user) : null, FrameOf(transition), CancellationToken.None).AsTask();

    public async Task AcceptAsync()
    {
        (await ApplyAsync(CallTransition.Accept, session.Callee)).Should().Be(Outcome.Done);
        await caller.ExpectAsync(FrameOf(CallTransition.Accept));
    }

    public static byte[] FrameOf(CallTransition transition) => Encoding.UTF8.GetBytes(transition.Name);

    /// <summary>Neither is in a call, and the session is gone.</summary>
    public async Task ShouldBeOverAsync()
    {
        (await fleet.One.Calls.FindAsync(session.Id, CancellationToken.None)).Should().BeNull();
        (await fleet.One.Calls.FindByUserAsync(session.Caller, CancellationToken.None)).Should().BeNull();
        (await fleet.Other.Calls.FindByUserAsync(session.Callee, CancellationToken.None)).Should().BeNull();
    }

    /// <summary>Nothing but what was read has come: a call back is the next thing that either hears of.</summary>
    public async Task ShouldHaveBeenToldAllAsync()
    {
        var back = New(session.Callee, session.Caller);
        byte[] marker = [1, 2, 3];
        (await fleet.Other.Calls.StartAsync(back, TimeSpan.FromSeconds(60), new(marker, marker), push: null, CancellationToken.None))
            .Should().Be(Outcome.Done);
        await caller.ExpectAsync(marker);
        (await fleet.One.Calls.ApplyAsync(back.Id, CallTransition.End, new User(back.Callee), marker, CancellationToken.None))
            .Should().Be(Outcome.Done);
        await callee.ExpectAsync(marker);
    }
}
