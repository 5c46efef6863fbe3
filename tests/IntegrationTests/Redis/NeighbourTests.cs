using System.Globalization;
using System.Text;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.IntegrationTests.Contracts;

namespace Goring.IntegrationTests.Redis;

/// <summary>Relays between two sockets of one instance, whose frames stay there (docs/decisions/0082).</summary>
public sealed class NeighbourTests(RedisPairStoreFleet fleet) : IClassFixture<RedisPairStoreFleet>
{
    private const string Received = "total_net_input_bytes:";

    [Fact]
    public async Task Frames_of_neighbours_do_not_travel()
    {
        const int Relays = 20;
        var call = await AcceptedAsync();
        byte[] frame = [.. Encoding.UTF8.GetBytes(new string('v', 20_000))];
        var before = await BytesAsync();

        for (var i = 0; i < Relays; i++)
        {
            (await RelayAsync(call, frame)).IsDone.Should().BeTrue();
        }

        (await BytesAsync() - before).Should().BeInRange(Relays * 50, frame.Length);
        for (var i = 0; i < Relays; i++)
        {
            await call.Callee.ExpectAsync(frame);
        }
    }

    [Fact]
    public async Task Relays_of_one_sender_that_wait_together_are_one_step()
    {
        const int Relays = 400;
        var call = await AcceptedAsync();
        var before = await BytesAsync();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, Relays).Select(i => RelayAsync(call, BitConverter.GetBytes(i))));

        outcomes.Should().OnlyContain(outcome => outcome.IsDone);
        (await BytesAsync() - before).Should().BeLessThan(Relays * 50, "each alone names its session and its sender, in 100 bytes");
        for (var i = 0; i < Relays; i++)
        {
            await call.Callee.ExpectAsync(BitConverter.GetBytes(i));
        }
    }

    [Fact]
    public async Task Frames_reach_a_neighbour_who_has_moved_and_in_their_order()
    {
        var call = await AcceptedAsync();
        var moved = await fleet.Other.ConnectAsync(call.Session.Callee);
        call.Caller.Neighbour.Should().Be(
            new Neighbour(call.Session.Id, call.Session.Callee, call.Callee.Id), "nobody has told this instance by a step");

        Task<Outcome>[] steps =
        [
            .. Enumerable.Range(0, 10).Select(i => RelayAsync(call, BitConverter.GetBytes(i))),
            fleet.One.Calls.ApplyAsync(
                call.Session.Id, CallTransition.End, new User(call.Session.Caller), BitConverter.GetBytes(10), CancellationToken.None).AsTask(),
            RelayAsync(call, BitConverter.GetBytes(11)),
        ];
        var outcomes = await Task.WhenAll(steps);

        outcomes.Select(outcome => outcome.Error).Should().Equal(
            [.. Enumerable.Repeat<ErrorCode?>(null, 11), ErrorCode.SessionNotFound]);
        for (var i = 0; i <= 10; i++)
        {
            await moved.ExpectAsync(BitConverter.GetBytes(i));
        }

        call.Callee.HasFrames.Should().BeFalse();
        call.Caller.Neighbour.Should().BeNull();
    }

    [Fact]
    public async Task Receiver_whose_events_are_numbered_is_no_neighbour()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.One.ConnectAsync(StoreFleet.NewUser("callee"), new(null, -1));
        var session = StoreCall.New(caller.User.Id, callee.User.Id);
        (await StoreCall.StartAsync(fleet.One.Calls, session)).IsDone.Should().BeTrue();

        (await fleet.One.Calls.ApplyAsync(
            session.Id, CallTransition.Accept, callee.User, "accepted"u8.ToArray(), CancellationToken.None)).IsDone.Should().BeTrue();
        (await fleet.One.Calls.ApplyAsync(
            session.Id, CallTransition.Relay, caller.User, "{\"a\":1}"u8.ToArray(), CancellationToken.None)).IsDone.Should().BeTrue();

        caller.Neighbour.Should().BeNull("what it sends is kept in Redis for the other's return");
        callee.Neighbour.Should().Be(new Neighbour(session.Id, caller.User.Id, caller.Id));
    }

    /// <summary>Both on the same instance, which has delivered to both.</summary>
    private async Task<StoreCall> AcceptedAsync()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.One.ConnectAsync(StoreFleet.NewUser("callee"));
        var call = await StoreCall.StartAsync(fleet, caller, callee);
        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Accept, callee.User, "accepted"u8.ToArray(), CancellationToken.None)).IsDone.Should().BeTrue();
        await caller.ExpectAsync("accepted"u8.ToArray());
        return call;
    }

    private Task<Outcome> RelayAsync(StoreCall call, byte[] frame) => fleet.One.Calls.ApplyAsync(
        call.Session.Id, CallTransition.Relay, new User(call.Session.Caller), frame, CancellationToken.None).AsTask();

    /// <summary>How many bytes Redis has been sent.</summary>
    private async Task<long> BytesAsync()
    {
        using var redis = await fleet.Redis!.ConnectAsync();
        var stats = (string)(await redis.GetDatabase().ExecuteAsync("INFO", "stats"))!;
        var field = stats.Split("\r\n").Single(line => line.StartsWith(Received, StringComparison.Ordinal));
        return long.Parse(field.AsSpan(Received.Length), CultureInfo.InvariantCulture);
    }
}
