using System.Globalization;
using System.Text;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.Infrastructure.Redis;
using Goring.IntegrationTests.Contracts;
using StackExchange.Redis;

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
            new Neighbour(call.Session.Id, call.Session.Callee, call.Callee.Id, IsCaller: false), "nobody has told this instance by a step");

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

    /// <summary>Redis has taken the claim of another socket of this instance, and the news of it is still on its way.</summary>
    [Fact]
    public async Task Frames_are_for_another_socket_here_as_soon_as_it_has_the_slot()
    {
        var call = await AcceptedAsync();
        var moved = new RecordingConnection(call.Session.Callee);
        await HaveSlotAsync(moved);

        Task<Outcome>[] steps =
        [
            .. Enumerable.Range(0, 5).Select(i => RelayAsync(call, BitConverter.GetBytes(i))),
            fleet.One.Calls.ApplyAsync(
                call.Session.Id, CallTransition.End, new User(call.Session.Caller), BitConverter.GetBytes(5), CancellationToken.None).AsTask(),
        ];

        (await Task.WhenAll(steps)).Should().OnlyContain(outcome => outcome.IsDone);
        for (var i = 0; i <= 5; i++)
        {
            await moved.ExpectAsync(BitConverter.GetBytes(i));
        }

        call.Callee.HasFrames.Should().BeFalse();
        (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task Answer_is_for_another_socket_of_the_caller_as_soon_as_it_has_the_slot()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.One.ConnectAsync(StoreFleet.NewUser("callee"));
        var call = await StoreCall.StartAsync(fleet, caller, callee);
        callee.Neighbour.Should().Be(new Neighbour(call.Session.Id, caller.User.Id, caller.Id, IsCaller: true));
        var moved = new RecordingConnection(caller.User.Id);
        await HaveSlotAsync(moved);

        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Accept, callee.User, "accepted"u8.ToArray(), CancellationToken.None)).IsDone.Should().BeTrue();

        await moved.ExpectAsync("accepted"u8.ToArray());
        caller.HasFrames.Should().BeFalse();
    }

    [Theory]
    [InlineData(false, "{\"ring\":1}")]
    [InlineData(true, "{\"seq\":1,\"ring\":2}")]
    public async Task Ring_is_for_another_socket_here_as_soon_as_it_has_the_slot(bool speaksV1, string ring)
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.One.ConnectAsync(StoreFleet.NewUser("callee"));
        var session = StoreCall.New(caller.User.Id, callee.User.Id);
        var moved = new RecordingConnection(callee.User.Id, speaksV1 ? new(null, -1) : null);
        await HaveSlotAsync(moved);

        (await fleet.One.Calls.StartAsync(
            session,
            TimeSpan.FromSeconds(60),
            new("{\"ring\":1}"u8.ToArray(), "{\"ring\":2}"u8.ToArray()),
            push: null,
            CancellationToken.None)).IsDone.Should().BeTrue();

        await moved.ExpectAsync(Encoding.UTF8.GetBytes(ring));
        callee.HasFrames.Should().BeFalse();
    }

    [Fact]
    public async Task Who_is_not_known_to_have_been_called_is_asked_for_as_ever()
    {
        var call = await AcceptedAsync();

        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Accept, call.Caller.User, "accepted"u8.ToArray(), CancellationToken.None))
            .Error.Should().Be(ErrorCode.Unauthorized);
        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Accept, call.Callee.User, "accepted"u8.ToArray(), CancellationToken.None))
            .Error.Should().Be(ErrorCode.InvalidState);
    }

    [Fact]
    public async Task Step_that_changes_nothing_and_is_no_relay_changes_nothing()
    {
        var call = await AcceptedAsync();

        (await fleet.One.Calls.ApplyAsync(
            call.Session.Id, CallTransition.Check, call.Caller.User, "checked"u8.ToArray(), CancellationToken.None)).IsDone.Should().BeTrue();

        (await fleet.One.Calls.FindAsync(call.Session.Id, CancellationToken.None))!.State.Should().Be(CallState.Accepted);
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
        callee.Neighbour.Should().Be(new Neighbour(session.Id, caller.User.Id, caller.Id, IsCaller: false));
    }

    /// <summary>What they look at is asked for before the first of them, and what they change of it is written behind the last.</summary>
    [Fact]
    public async Task Steps_that_wait_together_find_what_those_before_them_did()
    {
        var call = await AcceptedAsync();
        var (caller, callee) = (call.Session.Caller, call.Session.Callee);
        var (next, busy, last) = (StoreCall.New(callee, caller), StoreCall.New(caller, callee), StoreCall.New(caller, callee));
        Task<Outcome>[] steps =
        [
            RelayAsync(call, [0]),
            RelayAsync(call, [1]),
            EndAsync(call.Session.Id, caller, [2]),
            RelayAsync(call, [3]),
            StoreCall.StartAsync(fleet.One.Calls, next).AsTask(),
            StoreCall.StartAsync(fleet.One.Calls, busy).AsTask(),
            EndAsync(next.Id, callee, [4]),
            EndAsync(next.Id, caller, [5]),
            StoreCall.StartAsync(fleet.One.Calls, last).AsTask(),
        ];

        var outcomes = await Task.WhenAll(steps);

        outcomes.Select(outcome => outcome.Error).Should().Equal(
            null, null, null, ErrorCode.SessionNotFound, null, ErrorCode.UserBusy, null, ErrorCode.SessionNotFound, null);
        foreach (var frame in new byte[][] { [0], [1], [2], StoreCall.Ring })
        {
            await call.Callee.ExpectAsync(frame);
        }

        await call.Caller.ExpectAsync(StoreCall.Ring);
        await call.Caller.ExpectAsync([4]);
        using var redis = await fleet.Redis!.ConnectAsync();
        var database = redis.GetDatabase();
        (await database.KeyExistsAsync([RedisKeys.SessionOf(call.Session.Id), RedisKeys.SessionOf(next.Id)])).Should().Be(0);
        foreach (var user in new[] { caller, callee })
        {
            ((string?)await database.StringGetAsync(RedisKeys.CallOf(user))).Should().Be(last.Id.Value);
            (await IsDueAsync(RedisKeys.PeerReturns + user.Value)).Should().BeTrue();
        }

        (await IsDueAsync(RedisKeys.RingEnds + next.Id.Value)).Should().BeFalse("its ring was set and dropped");
        (await IsDueAsync(RedisKeys.RingEnds + last.Id.Value)).Should().BeTrue();

        async Task<bool> IsDueAsync(string member) => await database.SortedSetScoreAsync(RedisKeys.Deadlines, member) is not null;
    }

    [Fact]
    public async Task Call_that_ends_behind_its_start_leaves_nothing()
    {
        var call = await AcceptedAsync();
        var next = StoreCall.New(call.Session.Callee, call.Session.Caller);
        Task<Outcome>[] steps =
        [
            RelayAsync(call, [0]),
            EndAsync(call.Session.Id, call.Session.Caller, [1]),
            StoreCall.StartAsync(fleet.One.Calls, next).AsTask(),
            EndAsync(next.Id, next.Caller, [2]),
        ];

        (await Task.WhenAll(steps)).Should().OnlyContain(outcome => outcome.IsDone);

        using var redis = await fleet.Redis!.ConnectAsync();
        var database = redis.GetDatabase();
        (await database.KeyExistsAsync([RedisKeys.SessionOf(next.Id), RedisKeys.CallOf(next.Caller), RedisKeys.CallOf(next.Callee)]))
            .Should().Be(0);
        RedisValue[] due =
            [RedisKeys.RingEnds + next.Id.Value, RedisKeys.PeerReturns + next.Caller.Value, RedisKeys.PeerReturns + next.Callee.Value];
        (await database.SortedSetScoresAsync(RedisKeys.Deadlines, due)).Should().OnlyContain(score => score == null);
    }

    private Task<Outcome> EndAsync(SessionId session, UserId by, byte[] frame) =>
        fleet.One.Calls.ApplyAsync(session, CallTransition.End, new User(by), frame, CancellationToken.None).AsTask();

    /// <summary>A connection of the first instance's that is not seated there, and what its claim leaves in Redis.</summary>
    private async Task HaveSlotAsync(RecordingConnection connection)
    {
        fleet.One.Registry.Add(connection);
        connection.Begin(default, SessionStart.Fresh);
        using var redis = await fleet.Redis!.ConnectAsync();
        var database = redis.GetDatabase();
        var server = (string?)await database.StringGetAsync(RedisKeys.SlotOf(connection.User.Id));
        await database.StringSetAsync(RedisKeys.SlotConnectionOf(connection.User.Id), $"{connection.Id.Value}@{server}", TimeSpan.FromSeconds(30));
        if (connection.Resume is not null)
        {
            await database.HashSetAsync(RedisKeys.Resume + connection.User.Id.Value, [new("session", "token"), new("seq", 0), new("bytes", 0)]);
        }
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
