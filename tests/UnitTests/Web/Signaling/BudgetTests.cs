using System.Diagnostics;
using Goring.Domain.Users;
using Goring.Web.Signaling;

namespace Goring.UnitTests.Web.Signaling;

/// <summary>What one client may send, and how many calls one user may start.</summary>
public sealed class BudgetTests
{
    private static readonly UserId Alice = new("alice");

    [Fact]
    public void A_burst_is_five_times_the_rate()
    {
        using var budget = new ClientBudget(With(messages: 10));

        ShouldBe(5 * 10, perSecond: 10, budget.TryTakeMessage);
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        using var budget = new ClientBudget(With(messages: 0));

        Enumerable.Range(0, 10_000).Should().OnlyContain(_ => budget.TryTakeMessage());
    }

    [Fact]
    public void A_client_may_make_100_mistakes_in_a_row()
    {
        using var budget = new ClientBudget(With(messages: 0));

        ShouldBe(100, perSecond: 10, budget.TryTakeMistake);
    }

    [Fact]
    public void Mistakes_and_messages_are_counted_apart()
    {
        using var budget = new ClientBudget(With(messages: 10));
        while (budget.TryTakeMessage())
        {
        }

        budget.TryTakeMistake().Should().BeTrue();
    }

    [Fact]
    public void A_user_has_so_many_calls_a_minute()
    {
        using var quota = new CallQuota(With(calls: 3));

        var taken = Enumerable.Range(0, 5).Select(_ => quota.TryTake(Alice)).ToArray();

        taken.Should().Equal(true, true, true, false, false);
    }

    [Fact]
    public void Another_user_has_their_own()
    {
        using var quota = new CallQuota(With(calls: 1));
        quota.TryTake(Alice);

        quota.TryTake(new UserId("bob")).Should().BeTrue();
    }

    [Fact]
    public void Zero_calls_is_no_limit()
    {
        using var quota = new CallQuota(With(calls: 0));

        Enumerable.Range(0, 1000).Should().OnlyContain(_ => quota.TryTake(Alice));
    }

    /// <summary>The bucket's clock is the system's own, so what came back while the test ran is allowed for.</summary>
    private static void ShouldBe(int burst, int perSecond, Func<bool> tryTake)
    {
        var begun = Stopwatch.GetTimestamp();
        var taken = 0;
        while (tryTake())
        {
            taken++;
        }

        var returned = (int)Math.Ceiling(Stopwatch.GetElapsedTime(begun).TotalSeconds * perSecond);
        taken.Should().BeInRange(burst, burst + returned);
    }

    private static ConnectionSettings With(int messages = 100, int calls = 60) => new()
    {
        MessagesPerSecond = messages,
        CallsPerMinute = calls,
        Drain = TimeSpan.Zero,
        AllowedOrigins = [],
    };
}
