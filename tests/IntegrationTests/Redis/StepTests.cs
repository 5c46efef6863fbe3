using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using Goring.IntegrationTests.Contracts;

namespace Goring.IntegrationTests.Redis;

/// <summary>What steps of calls do to one another that go to Redis together, and what they cost there.</summary>
public sealed partial class StepTests(RedisStoreFleet fleet) : IClassFixture<RedisStoreFleet>
{
    [Fact]
    public async Task Relays_that_wait_together_arrive_in_their_order_and_share_their_round_trips()
    {
        const int Each = 200;
        var calls = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AcceptedAsync()));
        var before = await ScriptsAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Each).SelectMany(
            i => calls.Select(call => RelayAsync(call.Session.Id, call.Session.Caller, Frame(i)).AsTask())));

        outcomes.Should().OnlyContain(outcome => outcome.IsDone);
        foreach (var call in calls)
        {
            for (var i = 0; i < Each; i++)
            {
                await call.Callee.ExpectAsync(Frame(i));
            }
        }

        (await ScriptsAsync() - before).Should().BeLessThan(Each * calls.Length / 10, "those that wait go together");
    }

    [Fact]
    public async Task Step_behind_another_of_its_session_finds_what_that_one_did()
    {
        var call = await AcceptedAsync();
        var (id, caller, callee) = (call.Session.Id, call.Session.Caller, call.Session.Callee);
        Task<Outcome>[] steps =
        [
            RelayAsync(id, caller, Frame(0)).AsTask(),
            RelayAsync(id, caller, Frame(1)).AsTask(),
            fleet.One.Calls.ApplyAsync(id, CallTransition.End, new User(callee), Frame(2), CancellationToken.None).AsTask(),
            RelayAsync(id, caller, Frame(3)).AsTask(),
            StoreCall.StartAsync(fleet.One.Calls, StoreCall.New(callee, caller)).AsTask(),
            StoreCall.StartAsync(fleet.One.Calls, StoreCall.New(callee, caller)).AsTask(),
        ];

        var outcomes = await Task.WhenAll(steps);

        outcomes.Select(outcome => outcome.Error).Should().Equal(
            null, null, null, ErrorCode.SessionNotFound, null, ErrorCode.UserBusy);
        await call.Callee.ExpectAsync(Frame(0));
        await call.Callee.ExpectAsync(Frame(1));
        await call.Caller.ExpectAsync(Frame(2));
        await call.Caller.ExpectAsync(StoreCall.Ring);
    }

    [Fact]
    public async Task Step_that_Redis_cannot_take_leaves_those_beside_it_alone()
    {
        var call = await AcceptedAsync();
        var broken = SessionId.New(TimeProvider.System.GetUtcNow());
        using (var redis = await fleet.Redis!.ConnectAsync())
        {
            await redis.GetDatabase().StringSetAsync($"call:session:{broken}", "no hash", TimeSpan.FromMinutes(1));
        }

        var first = RelayAsync(call.Session.Id, call.Session.Caller, Frame(0)).AsTask();
        var faulty = RelayAsync(broken, call.Session.Caller, Frame(1)).AsTask();
        var last = RelayAsync(call.Session.Id, call.Session.Caller, Frame(2)).AsTask();

        (await first).IsDone.Should().BeTrue();
        await faulty.Invoking(task => task).Should().ThrowAsync<StoreUnavailableException>();
        (await last).IsDone.Should().BeTrue();
        await call.Callee.ExpectAsync(Frame(0));
        await call.Callee.ExpectAsync(Frame(2));
    }

    /// <summary>A call of fifteen messages, each after the other: what no batch makes cheaper.</summary>
    [Fact]
    public async Task Call_costs_no_more_than_a_script_a_message()
    {
        var caller = await fleet.One.ConnectAsync(StoreFleet.NewUser("caller"));
        var callee = await fleet.One.ConnectAsync(StoreFleet.NewUser("callee"));
        var before = await ScriptsAsync();
        var commands = await CommandsAsync();

        var call = await StoreCall.StartAsync(fleet, caller, callee);
        await call.AcceptAsync();
        for (var i = 0; i < 6; i++)
        {
            await RelayAsync(call.Session.Id, caller.User.Id, Frame(i));
            await RelayAsync(call.Session.Id, callee.User.Id, Frame(i));
        }

        (await call.ApplyAsync(CallTransition.End, callee.User.Id)).IsDone.Should().BeTrue();

        (await ScriptsAsync() - before).Should().BeInRange(15, 18, "the upkeep looks for deadlines meanwhile, too");
        (await CommandsAsync() - commands).Should().BeInRange(15, 70, "a script looks at no more than it needs");
    }

    private static byte[] Frame(int number) =>
        Encoding.UTF8.GetBytes($$$"""{"type":"webrtc.ice","payload":{"candidate":"{{{number}}}"}}""");

    private async Task<StoreCall> AcceptedAsync()
    {
        var call = await StoreCall.StartAsync(fleet);
        await call.AcceptAsync();
        return call;
    }

    private ValueTask<Outcome> RelayAsync(SessionId session, UserId from, byte[] frame) =>
        fleet.One.Calls.ApplyAsync(session, CallTransition.Relay, new User(from), frame, CancellationToken.None);

    private async Task<long> ScriptsAsync() => await CountAsync("cmdstat_eval(?:sha)?");

    /// <summary>Every command, those inside of scripts among them.</summary>
    private async Task<long> CommandsAsync() => await CountAsync("cmdstat_(?!info|client|config|echo|ping|hello)[a-z|]+");

    private async Task<long> CountAsync(string commands)
    {
        using var redis = await fleet.Redis!.ConnectAsync();
        var stats = (string)(await redis.GetDatabase().ExecuteAsync("INFO", "commandstats"))!;
        return Regex.Matches(stats, $"{commands}:calls=(?<calls>[0-9]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Sum(match => long.Parse(match.Groups["calls"].Value, CultureInfo.InvariantCulture));
    }
}
