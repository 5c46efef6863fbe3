using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Contracts;
using Goring.IntegrationTests.Harness;
using Goring.PushSandbox;
using StackExchange.Redis;

namespace Goring.IntegrationTests.Push;

/// <summary>What becomes of a push whose instance is gone.</summary>
public sealed class AbandonedPushTests(RedisPushFleet fleet) : IClassFixture<RedisPushFleet>
{
    private PushSandboxServer Sandbox => fleet.Sandbox;

    [Fact]
    public async Task Another_instance_rings_where_the_one_that_took_the_call_sends_nothing()
    {
        await using var dead = await OpenSilentAsync();
        var token = Sandboxes.NewToken();

        var session = await StartAsync(dead, token);

        (await Sandbox.AcceptedAsync(token, 1))[0].Session.Should().Be(session.Id.Value);
    }

    [Fact]
    public async Task Another_instance_tells_the_phone_that_an_instance_rang_and_died()
    {
        await using var dead = await OpenSilentAsync();
        using var redis = await ConnectionMultiplexer.ConnectAsync($"{fleet.Redis!.Address}");
        var (session, token) = (default(CallSession), "");

        // The living one may be quicker: then another call is made.
        await Eventually.HoldsAsync(
            async () =>
            {
                token = Sandboxes.NewToken();
                session = await StartAsync(dead, token);
                return (await dead.Pushes.ClaimAsync(10, CancellationToken.None)).Any(job => job.Session == session.Id);
            },
            "the dead one has the push");
        await dead.Calls.ApplyAsync(
            session!.Id, CallTransition.End, new User(session.Caller), "ended"u8.ToArray(), CancellationToken.None);
        Sandbox.Accepted(token).Should().BeEmpty("whoever rings it may still be at it");

        // The time that an instance has to say how a ring came out is over.
        (await redis.GetDatabase().SortedSetAddAsync("call:pushes", $"1:{session.Id.Value}", 1)).Should().BeFalse("it is due later");

        (await Sandbox.AcceptedAsync(token, 1)).Select(push => push.Type).Should().Equal("call_cancelled");
    }

    [Fact]
    public async Task Ring_that_waits_for_another_attempt_goes_on_from_another_instance()
    {
        var token = Sandboxes.NewToken();
        Sandbox.Script.ForDevice(token, Fcm.Unavailable(TimeSpan.FromSeconds(5)), ScriptedAnswer.Usual);
        var first = await fleet.StartServerAsync(("RECONNECT_GRACE_SECONDS", "60"));
        await using var caller = await TestClient.ConnectAsync(first, Person.New("caller"));
        await caller.SendAsync(
            "call.start", new { callee_id = Person.New("callee").Id, callee_device_token = token, callee_os = "android" });
        await caller.NextAsync("call.ringing");
        await Eventually.HoldsAsync(() => Sandbox.Pushes.Any(push => push.DeviceToken == token), "the first attempt");

        await first.DisposeAsync();

        var pushes = await Sandbox.AcceptedAsync(token, 1, seconds: 20);
        pushes.Should().ContainSingle();
        Sandbox.Pushes.Count(push => push.DeviceToken == token).Should().Be(2);
    }

    [Fact]
    public async Task Nothing_of_a_push_is_left_in_the_store()
    {
        using var redis = await ConnectionMultiplexer.ConnectAsync($"{fleet.Redis!.Address}");
        foreach (var end in new[] { "call.end", "lost" })
        {
            var token = Sandboxes.NewToken();
            await using var caller = await TestClient.ConnectAsync(fleet.CallerSide, Person.New("caller"));
            await caller.SendAsync(
                "call.start", new { callee_id = Person.New("callee").Id, callee_device_token = token, callee_os = "ios" });
            var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
            await Sandbox.AcceptedAsync(token, 1);
            (await redis.GetDatabase().KeyExistsAsync($"call:push:{session}")).Should().BeTrue();
            ((string?)await redis.GetDatabase().HashGetAsync($"call:session:{session}", "device_token")).Should().Be(token);
            ((string?)await redis.GetDatabase().HashGetAsync($"call:session:{session}", "device_os")).Should().Be("ios");
            (await redis.GetDatabase().KeyTimeToLiveAsync($"call:push:{session}")).Should().BeLessThan(TimeSpan.FromSeconds(121));

            if (end == "lost")
            {
                caller.Abort();
            }
            else
            {
                await caller.SendAsync(end, new { session_id = session });
            }

            await Sandbox.AcceptedAsync(token, 2);
            await Eventually.HoldsAsync(
                async () => !await redis.GetDatabase().KeyExistsAsync($"call:push:{session}"), "the record is gone");
            (await redis.GetDatabase().SortedSetScoreAsync("call:pushes", $"1:{session}")).Should().BeNull();
        }
    }

    /// <summary>An instance on the same Redis that takes calls and sends no push, as one does that is killed right then.</summary>
    private Task<StoreInstance> OpenSilentAsync() => StoreInstance.OpenAsync(
        new RedisOptions
        {
            ServerId = $"dead-{Guid.NewGuid():N}",
            Addresses = [fleet.Redis!.Address],
            ReconnectGrace = TimeSpan.Zero,
        },
        TimeProvider.System);

    private static async Task<CallSession> StartAsync(StoreInstance on, string token)
    {
        var caller = await on.ConnectAsync(StoreFleet.NewUser("caller"));
        var session = StoreCall.New(caller.User.Id, StoreFleet.NewUser("callee"));
        (await on.Calls.StartAsync(
            session,
            TimeSpan.FromSeconds(60),
            new(StoreCall.Ring, StoreCall.Ring),
            new(PushedCall.Both, new(token, Domain.Devices.DeviceOs.Android), new PushContent(caller.User)),
            CancellationToken.None)).IsDone.Should().BeTrue();
        return session;
    }
}
