using Goring.Application.Ports;
using Goring.Infrastructure.InMemory;

namespace Goring.UnitTests.Infrastructure.InMemory;

public sealed class DeadlineSetTests
{
    private const DeadlineKind Ring = DeadlineKind.RingEnds;
    private const DeadlineKind Return = DeadlineKind.PeerReturns;

    private readonly DeadlineSet _set = new();

    [Fact]
    public void What_is_due_first_is_claimed_first()
    {
        _set.Set(Ring, "late", 30);
        _set.Set(Ring, "early", 10);
        _set.Set(Return, "middle", 20);

        Subjects(_set.ClaimDue(30, 1000, 10)).Should().Equal("early", "middle", "late");
    }

    [Fact]
    public void What_is_due_at_this_moment_is_due()
    {
        _set.Set(Ring, "a", 10);

        Subjects(_set.ClaimDue(10, 1000, 10)).Should().Equal("a");
    }

    [Fact]
    public void What_is_due_later_stays()
    {
        _set.Set(Ring, "a", 11);

        _set.ClaimDue(10, 1000, 10).Should().BeEmpty();
        _set.Count.Should().Be(1);
    }

    [Fact]
    public void Subjects_of_the_same_moment_do_not_displace_one_another()
    {
        _set.Set(Ring, "a", 10);
        _set.Set(Ring, "b", 10);
        _set.Set(Return, "a", 10);

        _set.ClaimDue(10, 1000, 10).Should().BeEquivalentTo(
            [new Deadline(Ring, "a", 1000), new Deadline(Ring, "b", 1000), new Deadline(Return, "a", 1000)]);
    }

    [Fact]
    public void A_deadline_set_again_stands_in_place_of_the_first()
    {
        _set.Set(Ring, "a", 10);
        _set.Set(Ring, "a", 20);

        _set.Count.Should().Be(1);
        _set.ClaimDue(19, 1000, 10).Should().BeEmpty();
        Subjects(_set.ClaimDue(20, 1000, 10)).Should().Equal("a");
    }

    [Fact]
    public void A_claim_takes_no_more_than_it_asks_for()
    {
        _set.Set(Ring, "a", 1);
        _set.Set(Ring, "b", 2);

        Subjects(_set.ClaimDue(10, 1000, 1)).Should().Equal("a");
        Subjects(_set.ClaimDue(10, 1000, 1)).Should().Equal("b");
    }

    [Fact]
    public void A_claimed_deadline_is_due_again_when_its_claim_ends()
    {
        _set.Set(Ring, "a", 10);
        _set.ClaimDue(10, 50, 10);

        _set.ClaimDue(49, 99, 10).Should().BeEmpty();
        Subjects(_set.ClaimDue(50, 99, 10)).Should().Equal("a");
    }

    [Fact]
    public void A_removed_deadline_is_never_due()
    {
        _set.Set(Ring, "a", 10);

        _set.Remove(Ring, "a");

        _set.ClaimDue(100, 1000, 10).Should().BeEmpty();
        _set.Count.Should().Be(0);
    }

    [Fact]
    public void Removing_one_leaves_the_other_kind()
    {
        _set.Set(Ring, "a", 10);
        _set.Set(Return, "a", 10);

        _set.Remove(Ring, "a");

        _set.ClaimDue(10, 1000, 10).Should().Equal(new Deadline(Return, "a", 1000));
    }

    [Fact]
    public void A_deadline_is_removed_where_it_is_the_one_that_is_meant()
    {
        _set.Set(Ring, "a", 10);

        _set.RemoveIf(Ring, "a", 10);

        _set.Count.Should().Be(0);
    }

    [Fact]
    public void A_deadline_that_was_set_anew_is_not_the_one_that_is_meant()
    {
        _set.Set(Ring, "a", 10);

        _set.RemoveIf(Ring, "a", 9);

        _set.Count.Should().Be(1);
    }

    [Fact]
    public void Removing_what_is_not_there_does_nothing()
    {
        _set.Remove(Ring, "a");
        _set.RemoveIf(Ring, "a", 10);

        _set.Count.Should().Be(0);
    }

    private static IEnumerable<string> Subjects(IEnumerable<Deadline> deadlines) =>
        deadlines.Select(deadline => deadline.Subject);
}
