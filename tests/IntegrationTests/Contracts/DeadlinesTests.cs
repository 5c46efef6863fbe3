using System.Diagnostics;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Contracts;

/// <summary>What every <c>IDeadlines</c> does. Redis goes by its own clock, so a lease is waited for there.</summary>
public abstract class DeadlinesTests<TFleet>(TFleet fleet) : IClassFixture<TFleet>
    where TFleet : StoreFleet
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Nearly = IDeadlines.ClaimLease - TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Of_many_who_claim_at_once_one_gets_each_deadline()
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => RingingAsync(Soon)));
        var subjects = calls.Select(call => call.Session.Id.Value).ToHashSet();
        List<string> claimed = [];

        await Eventually.HoldsAsync(
            async () =>
            {
                fleet.Pass(Soon);
                var due = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
                    () => (i % 2 == 0 ? fleet.One : fleet.Other).Deadlines.ClaimDueAsync(7, CancellationToken.None).AsTask())));
                due.Should().OnlyContain(batch => batch.Count <= 7);
                claimed.AddRange(due.SelectMany(batch => batch).Select(deadline => deadline.Subject).Where(subjects.Contains));
                return claimed.Count >= subjects.Count;
            },
            "all are claimed",
            seconds: 4);

        claimed.Should().OnlyHaveUniqueItems().And.HaveCount(50);
    }

    [Fact]
    public async Task Deadline_is_not_due_before_its_time()
    {
        var later = await RingingAsync(TimeSpan.FromSeconds(60));
        var sooner = await RingingAsync(Soon);

        fleet.Pass(Soon);
        var due = await UntilDueAsync(sooner.Session.Id.Value);

        due.Should().NotContain(deadline => deadline.Subject == later.Session.Id.Value);
    }

    [Fact]
    public async Task Claimed_deadline_is_due_again_after_its_lease_unless_it_was_completed()
    {
        var done = await RingingAsync(Soon);
        var forgotten = await RingingAsync(Soon);
        fleet.Pass(Soon);
        var claims = await UntilDueAsync(done.Session.Id.Value, forgotten.Session.Id.Value);
        var claimOfDone = claims.Single(deadline => deadline.Subject == done.Session.Id.Value);
        var claimOfForgotten = claims.Single(deadline => deadline.Subject == forgotten.Session.Id.Value);
        var begun = Stopwatch.GetTimestamp();
        claimOfDone.Kind.Should().Be(DeadlineKind.RingEnds);

        await fleet.Other.Deadlines.CompleteAsync(claimOfDone, CancellationToken.None);
        (await DueAsync()).Should().NotContain(deadline => deadline.Subject == forgotten.Session.Id.Value);

        List<Deadline> due = [];
        fleet.Pass(IDeadlines.ClaimLease);
        await Eventually.HoldsAsync(
            async () =>
            {
                due.AddRange(await DueAsync());
                return due.Exists(deadline => deadline.Subject == forgotten.Session.Id.Value);
            },
            "the lease is over");
        if (fleet.Redis is not null)
        {
            Stopwatch.GetElapsedTime(begun).Should().BeGreaterThan(Nearly);
        }

        due.Single(deadline => deadline.Subject == forgotten.Session.Id.Value).Claim
            .Should().BeGreaterThan(claimOfForgotten.Claim);
        due.Should().NotContain(deadline => deadline.Subject == done.Session.Id.Value);
    }

    [Fact]
    public async Task Accept_and_end_drop_the_rings_deadline()
    {
        var accepted = await RingingAsync(TimeSpan.FromMilliseconds(400));
        var ended = await RingingAsync(TimeSpan.FromMilliseconds(400));
        await accepted.AcceptAsync();
        (await ended.ApplyAsync(CallTransition.End, ended.Session.Caller)).Should().Be(Outcome.Done);
        var later = await RingingAsync(TimeSpan.FromMilliseconds(500));

        fleet.Pass(TimeSpan.FromMilliseconds(500));
        var due = await UntilDueAsync(later.Session.Id.Value);

        due.Should().NotContain(deadline => deadline.Subject == accepted.Session.Id.Value);
        due.Should().NotContain(deadline => deadline.Subject == ended.Session.Id.Value);
    }

    [Fact]
    public async Task User_who_left_a_call_is_due_until_they_return_or_the_call_ends()
    {
        var left = await RingingAsync(TimeSpan.FromSeconds(60));
        var returned = await RingingAsync(TimeSpan.FromSeconds(60));
        var over = await RingingAsync(TimeSpan.FromSeconds(60));
        foreach (var call in new[] { returned, over, left })
        {
            (await fleet.Other.DisconnectAsync(call.Callee)).Should().BeTrue();
        }

        await fleet.One.ConnectAsync(returned.Session.Callee);
        (await over.ApplyAsync(CallTransition.PeerLost, over.Session.Callee)).Should().Be(Outcome.Done);
        fleet.Pass(IDeadlines.ClaimLease);
        var due = await UntilDueAsync(left.Session.Callee.Value);

        due.Single(deadline => deadline.Subject == left.Session.Callee.Value).Kind.Should().Be(DeadlineKind.PeerReturns);
        due.Should().NotContain(deadline => deadline.Subject == returned.Session.Callee.Value);
        due.Should().NotContain(deadline => deadline.Subject == over.Session.Callee.Value);
    }

    [Fact]
    public async Task Completion_of_an_old_claim_does_not_drop_a_deadline_set_anew()
    {
        var call = await RingingAsync(TimeSpan.FromSeconds(60));
        var user = call.Session.Callee;
        await fleet.Other.DisconnectAsync(call.Callee);
        fleet.Pass(IDeadlines.ClaimLease);
        var old = (await UntilDueAsync(user.Value)).Single(deadline => deadline.Subject == user.Value);
        var back = await fleet.Other.ConnectAsync(user);

        // A claim is told from a later deadline by its millisecond.
        await fleet.PassAMillisecondAsync();
        await fleet.Other.DisconnectAsync(back);

        await fleet.One.Deadlines.CompleteAsync(old, CancellationToken.None);

        fleet.Pass(IDeadlines.ClaimLease);
        await UntilDueAsync(user.Value);
    }

    private async Task<StoreCall> RingingAsync(TimeSpan ringFor) => await StoreCall.StartAsync(
        fleet,
        await fleet.One.ConnectAsync(StoreFleet.NewUser("caller")),
        await fleet.Other.ConnectAsync(StoreFleet.NewUser("callee")),
        ringFor);

    private async Task<IReadOnlyList<Deadline>> DueAsync() =>
        await fleet.One.Deadlines.ClaimDueAsync(1000, CancellationToken.None);

    /// <summary>Claims what is due until those subjects are among it; all that was claimed.</summary>
    private async Task<List<Deadline>> UntilDueAsync(params string[] subjects)
    {
        List<Deadline> due = [];
        await Eventually.HoldsAsync(
            async () =>
            {
                due.AddRange(await DueAsync());
                return subjects.All(subject => due.Exists(deadline => deadline.Subject == subject));
            },
            "they are due");
        return due;
    }
}

public sealed class InMemoryDeadlinesTests(InMemoryStoreFleet fleet) : DeadlinesTests<InMemoryStoreFleet>(fleet);

public sealed class RedisDeadlinesTests(RedisStoreFleet fleet) : DeadlinesTests<RedisStoreFleet>(fleet);

public sealed class RedisPairDeadlinesTests(RedisPairStoreFleet fleet) : DeadlinesTests<RedisPairStoreFleet>(fleet);
