using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.IntegrationTests.Contracts;

/// <summary>How every <c>ICallStore</c> hands frames to users: to whom, when, and in which order.</summary>
public abstract class CallFramesTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    [Theory]
    [InlineData("reject", "callee")]
    [InlineData("end", "caller")]
    [InlineData("end", "callee")]
    public async Task Final_step_frees_both_before_the_peer_is_told(string step, string by)
    {
        var call = await StoreCall.StartAsync(fleet);
        var (peer, instance) = by == "caller" ? (call.Callee, fleet.Other) : (call.Caller, fleet.One);
        List<Task<SessionId?>> seen = [];
        peer.OnFrame = () => seen.AddRange(new[] { call.Session.Caller, call.Session.Callee }.Select(
            user => instance.Calls.FindByUserAsync(user, CancellationToken.None).AsTask()));

        (await call.ApplyAsync(StepTable.TransitionOf(step), StepTable.UserOf(by, call.Session)))
            .Should().Be(Outcome.Done);

        await peer.ExpectAsync(StoreCall.FrameOf(StepTable.TransitionOf(step)));
        peer.OnFrame = null;
        (await Task.WhenAll(seen)).Should().HaveCount(2).And.OnlyContain(session => session == null);
        await call.ShouldBeOverAsync();
        await call.ShouldHaveBeenToldAllAsync();
    }

    [Fact]
    public async Task Relay_reaches_the_peer_once_with_its_very_bytes()
    {
        var call = await StoreCall.StartAsync(fleet);
        await call.AcceptAsync();
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];

        foreach (var (by, instance, peer) in new[]
        {
            (call.Session.Caller, fleet.One, call.Callee), (call.Session.Callee, fleet.Other, call.Caller),
        })
        {
            (await instance.Calls.ApplyAsync(
                call.Session.Id, CallTransition.Relay, new User(by), bytes, CancellationToken.None)).Should().Be(Outcome.Done);
            await peer.ExpectAsync(bytes);
        }

        await call.ApplyAsync(CallTransition.End, call.Session.Caller);
        await call.Callee.ExpectAsync(StoreCall.FrameOf(CallTransition.End));
        await call.ShouldHaveBeenToldAllAsync();
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        var call = await StoreCall.StartAsync(fleet);
        await call.AcceptAsync();

        for (var i = 0; i < 1000; i++)
        {
            await RelayAsync(call, i);
        }

        for (var i = 0; i < 1000; i++)
        {
            await call.Callee.ExpectAsync(BitConverter.GetBytes(i));
        }
    }

    [Fact]
    public async Task Messages_to_one_who_moves_come_neither_twice_nor_out_of_order()
    {
        const int Last = 2000;
        var call = await StoreCall.StartAsync(fleet);
        await call.AcceptAsync();
        List<RecordingConnection> held = [call.Callee];
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Last; i++)
            {
                await RelayAsync(call, i);
            }
        });

        while (!sending.IsCompleted)
        {
            held.Add(await (held.Count % 2 == 0 ? fleet.One : fleet.Other).ConnectAsync(call.Session.Callee));
        }

        await sending;
        await RelayAsync(call, Last);
        List<int> received = [];
        foreach (var connection in held)
        {
            while (connection.HasFrames || (connection == held[^1] && received is not [.., Last]))
            {
                received.Add(BitConverter.ToInt32(await connection.NextAsync()));
            }
        }

        received.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.EndWith(Last);
    }

    private async Task RelayAsync(StoreCall call, int number) =>
        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Relay, new User(call.Session.Caller), BitConverter.GetBytes(number), CancellationToken.None))
            .Should().Be(Outcome.Done);
}

public sealed class InMemoryCallFramesTests(InMemoryStoreFleet fleet) : CallFramesTests<InMemoryStoreFleet>(fleet);

public sealed class RedisCallFramesTests(RedisStoreFleet fleet) : CallFramesTests<RedisStoreFleet>(fleet);

public sealed class RedisPairCallFramesTests(RedisPairStoreFleet fleet) : CallFramesTests<RedisPairStoreFleet>(fleet);
