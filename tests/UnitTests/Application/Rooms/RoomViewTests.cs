using Goring.Application.Rooms;
using Goring.Domain.Rooms;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Rooms;

/// <summary>What a client is told when news comes twice, late, in another order, or not at all.</summary>
public sealed class RoomViewTests
{
    private const long Own = 10;

    private static readonly ClientId Self = new("self");
    private static readonly ClientId Peer = new("peer");
    private static readonly ClientId Third = new("third");
    private static readonly DateTimeOffset Now = ManualTime.Start;

    [Fact]
    public void Nobody_is_told_of_who_was_there_before() =>
        ViewOf((Peer, 5)).Note(Joined(Peer, 5)).Should().BeEmpty();

    [Fact]
    public void A_later_one_is_told_once()
    {
        var view = ViewOf();

        Told(view.Note(Joined(Peer, 11))).Should().Equal("+peer");
        Told(view.Note(Joined(Peer, 11))).Should().BeEmpty();
        view.Count.Should().Be(2);
        view.Highest.Should().Be(11);
    }

    [Fact]
    public void An_earlier_one_is_noted_and_not_told_since_it_offers()
    {
        var view = ViewOf();

        Told(view.Note(Joined(Peer, 9))).Should().BeEmpty();

        view.Count.Should().Be(2);
        view.Highest.Should().Be(Own);
        Told(view.Note(Left(Peer, 9))).Should().Equal("-peer");
    }

    [Fact]
    public void A_leave_is_told_once()
    {
        var view = ViewOf((Peer, 5));

        Told(view.Note(Left(Peer, 5))).Should().Equal("-peer");
        Told(view.Note(Left(Peer, 5))).Should().BeEmpty();
        view.Count.Should().Be(1);
    }

    [Fact]
    public void A_leave_of_one_who_is_not_known_is_not_told() =>
        Told(ViewOf().Note(Left(Peer, 11))).Should().BeEmpty();

    [Fact]
    public void A_leave_that_comes_before_its_join_leaves_no_ghost()
    {
        var view = ViewOf();

        view.Note(Left(Peer, 11));

        Told(view.Note(Joined(Peer, 11))).Should().BeEmpty();
        view.Count.Should().Be(1);
    }

    [Fact]
    public void A_leave_of_an_earlier_stay_does_not_end_the_later_one()
    {
        var view = ViewOf();
        view.Note(Joined(Peer, 12));

        Told(view.Note(Left(Peer, 11))).Should().BeEmpty();

        view.Count.Should().Be(2);
    }

    [Fact]
    public void Who_comes_back_before_its_leave_was_heard_is_told_as_gone_and_as_new()
    {
        var view = ViewOf((Peer, 5));

        Told(view.Note(Joined(Peer, 11))).Should().Equal("-peer", "+peer");

        Told(view.Note(Left(Peer, 5))).Should().BeEmpty();
    }

    [Fact]
    public void A_relay_is_passed_on()
    {
        var relayed = new RoomEvent.Relayed("{}"u8.ToArray());

        ViewOf().Note(relayed).Should().Equal(relayed);
    }

    [Fact]
    public void Who_was_missed_is_found_where_the_store_has_it()
    {
        var view = ViewOf((Peer, 5));

        Told(view.Reconcile(Self, [new(Peer, 5), new(Self, Own), new(Third, 11)], Now)).Should().Equal("+third");

        view.Count.Should().Be(3);
    }

    [Fact]
    public void Who_the_store_does_not_have_is_gone_at_the_second_look_and_not_before()
    {
        var view = ViewOf((Peer, 5));

        Told(view.Reconcile(Self, [new(Self, Own)], Now)).Should().BeEmpty();
        Told(view.Reconcile(Self, [new(Self, Own)], Now + TimeSpan.FromSeconds(4))).Should().BeEmpty();
        Told(view.Reconcile(Self, [new(Self, Own)], Now + TimeSpan.FromSeconds(5))).Should().Equal("-peer");
        Told(view.Reconcile(Self, [new(Self, Own)], Now + TimeSpan.FromSeconds(9))).Should().BeEmpty();
    }

    [Fact]
    public void Who_is_back_at_the_second_look_was_never_gone()
    {
        var view = ViewOf((Peer, 5));

        view.Reconcile(Self, [new(Self, Own)], Now).Should().BeEmpty();
        view.Reconcile(Self, [new(Peer, 5), new(Self, Own)], Now + TimeSpan.FromSeconds(6)).Should().BeEmpty();
        view.Reconcile(Self, [new(Self, Own)], Now + TimeSpan.FromSeconds(7)).Should().BeEmpty();
    }

    [Fact]
    public void Who_left_while_the_store_was_asked_does_not_come_back()
    {
        var view = ViewOf((Peer, 5));
        view.Note(Left(Peer, 5));

        Told(view.Reconcile(Self, [new(Peer, 5), new(Self, Own)], Now)).Should().BeEmpty();

        view.Count.Should().Be(1);
    }

    [Fact]
    public void Farewells_name_everybody_else() =>
        Told(ViewOf((Peer, 5), (Third, 6)).Farewells()).Should().BeEquivalentTo("-peer", "-third");

    private static RoomView ViewOf(params (ClientId Client, long Number)[] present) => new(
        new RoomSeat(new RoomId("r"), Own), present.Select(peer => new RoomMember(peer.Client, peer.Number)));

    private static RoomEvent.Joined Joined(ClientId client, long number) => new(new RoomMember(client, number));

    private static RoomEvent.Left Left(ClientId client, long number) => new(client, number);

    private static IEnumerable<string> Told(IEnumerable<RoomEvent> news) => news.Select(one => one switch
    {
        RoomEvent.Joined joined => $"+{joined.Member.Client}",
        RoomEvent.Left left => $"-{left.Client}",
        _ => "relayed",
    });
}
