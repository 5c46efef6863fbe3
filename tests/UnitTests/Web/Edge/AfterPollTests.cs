using Goring.UnitTests.Support;
using Goring.Web.Edge;

namespace Goring.UnitTests.Web.Edge;

/// <summary>Each on a thread of its own, whose sockets no other test's poll has.</summary>
public sealed class AfterPollTests
{
    private readonly List<string> _told = [];
    private int _asked;
    private bool _refuses;

    [Fact]
    public void A_thread_that_does_not_poll_takes_none() => OwnThread.Run(() => AfterPoll.TryAdd(One("a")).Should().BeFalse());

    [Fact]
    public void Sockets_are_told_at_the_next_poll_in_their_order() => OwnThread.Run(() =>
    {
        var poll = Claimed();

        AfterPoll.TryAdd(One("a")).Should().BeTrue();
        AfterPoll.TryAdd(One("b")).Should().BeTrue();

        _told.Should().BeEmpty();
        _asked.Should().Be(1, "one poll tells both");
        poll.Flush();
        _told.Should().Equal("a", "b");
    });

    [Fact]
    public void What_is_not_worth_a_poll_joins_one_that_is_asked_for() => OwnThread.Run(() =>
    {
        AfterPoll.TryJoin(One("early")).Should().BeFalse("the thread does not poll");
        var poll = Claimed();
        AfterPoll.TryJoin(One("alone")).Should().BeFalse();

        AfterPoll.TryAdd(One("a"));
        AfterPoll.TryJoin(One("b")).Should().BeTrue();
        poll.Flush();
        AfterPoll.TryJoin(One("late")).Should().BeFalse();

        _told.Should().Equal("a", "b");
        _asked.Should().Be(1);
    });

    [Fact]
    public void What_was_told_is_not_told_again_and_what_comes_later_asks_anew() => OwnThread.Run(() =>
    {
        var poll = Claimed();
        AfterPoll.TryAdd(One("a"));
        poll.Flush();

        AfterPoll.TryAdd(One("b"));
        _asked.Should().Be(2);
        poll.Flush();
        _told.Should().Equal("a", "b");
    });

    [Fact]
    public void What_becomes_ready_while_others_are_told_is_told_with_them() => OwnThread.Run(() =>
    {
        var poll = Claimed();
        AfterPoll.TryAdd(new Flushed(() => AfterPoll.TryAdd(One("late")).Should().BeTrue()));

        poll.Flush();

        _told.Should().Equal("late");
        _asked.Should().Be(1);
    });

    [Fact]
    public void Where_no_poll_can_be_asked_for_the_socket_is_left_to_others() => OwnThread.Run(() =>
    {
        var poll = Claimed();
        _refuses = true;
        AfterPoll.TryAdd(One("a")).Should().BeFalse();

        _refuses = false;
        AfterPoll.TryAdd(One("b")).Should().BeTrue();
        poll.Flush();
        _told.Should().Equal("b");
    });

    [Fact]
    public void One_that_fails_keeps_no_later_one_from_being_told() => OwnThread.Run(() =>
    {
        var poll = Claimed();
        AfterPoll.TryAdd(new Flushed(() => throw new InvalidOperationException("no")));
        poll.Invoking(failing => failing.Flush()).Should().Throw<InvalidOperationException>();

        AfterPoll.TryAdd(One("a")).Should().BeTrue();
        poll.Flush();
        _told.Should().Equal("a");
    });

    [Fact]
    public void A_thread_has_one() => OwnThread.Run(() =>
    {
        var first = Claimed();

        new AfterPoll(() => true).TryClaimThread().Should().BeFalse();
        first.TryClaimThread().Should().BeTrue();
    });

    private AfterPoll Claimed()
    {
        var poll = new AfterPoll(() =>
        {
            _asked++;
            return !_refuses;
        });
        poll.TryClaimThread().Should().BeTrue();
        return poll;
    }

    private Flushed One(string name) => new(() => _told.Add(name));
}
