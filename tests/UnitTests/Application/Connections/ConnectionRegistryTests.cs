using Goring.Application.Connections;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Connections;

public sealed class ConnectionRegistryTests
{
    private static readonly ServerEvent Frame = new("frame"u8.ToArray());

    private readonly ConnectionRegistry _registry = new();
    private readonly FakeClient _older = new(People.Alice);
    private readonly FakeClient _newer = new(People.Alice);

    [Fact]
    public void A_user_is_reached_over_the_seated_connection()
    {
        Seat(_older);

        _registry.TrySend(People.Alice.Id, Frame).Should().BeTrue();
        _older.Take().Should().Equal("frame");
    }

    [Fact]
    public void A_connection_that_is_not_seated_yet_is_reached_by_its_id_alone()
    {
        _registry.Add(_older);

        _registry.TrySend(People.Alice.Id, Frame).Should().BeFalse();
        _registry.TrySend(_older.Id, Frame).Should().BeTrue();
    }

    [Fact]
    public void A_connection_that_is_not_here_is_not_reached() =>
        _registry.TrySend(_older.Id, Frame).Should().BeFalse();

    [Fact]
    public void A_connection_that_closes_takes_nothing()
    {
        Seat(_older);
        _older.Close(CloseReason.Normal);

        _registry.TrySend(People.Alice.Id, Frame).Should().BeFalse();
    }

    [Fact]
    public void The_older_connection_is_open_until_it_is_removed()
    {
        Seat(_older);
        Seat(_newer);

        _registry.Contains(_older.Id).Should().BeTrue();
        _registry.Count.Should().Be(2);
        _registry.Seated().Should().Equal(_newer);
    }

    [Fact]
    public void Removing_the_older_connection_leaves_the_seat_of_the_newer()
    {
        Seat(_older);
        Seat(_newer);

        _registry.Remove(_older);

        _registry.TrySend(People.Alice.Id, Frame).Should().BeTrue();
        _newer.Take().Should().Equal("frame");
    }

    [Fact]
    public void A_connection_that_was_removed_gets_no_seat()
    {
        Seat(_older);
        _registry.Add(_newer);
        _registry.Remove(_newer);

        _registry.Seat(_newer.Id);

        _older.Closes.Should().BeEmpty();
        _registry.Seated().Should().Equal(_older);
    }

    [Fact]
    public void Seating_the_same_connection_again_does_not_close_it()
    {
        Seat(_older);

        _registry.Seat(_older.Id);

        _older.Closes.Should().BeEmpty();
    }

    [Fact]
    public void A_seat_is_settled_while_no_other_connection_of_the_user_is_on_its_way()
    {
        Seat(_older);
        _registry.SettledSeatOf(People.Alice.Id).Should().Be(_older);
        var bob = new FakeClient(People.Bob);

        _registry.Add(bob);
        _registry.SettledSeatOf(People.Alice.Id).Should().Be(_older, "that is somebody else's");
        _registry.Add(_newer);
        _registry.SettledSeatOf(People.Alice.Id).Should().BeNull();

        _registry.Seat(_newer.Id);
        _registry.SettledSeatOf(People.Alice.Id).Should().Be(_newer);
        _registry.SettledSeatOf(People.Bob.Id).Should().BeNull("no seat is his yet");
    }

    [Fact]
    public void A_seat_is_settled_again_once_those_on_their_way_are_gone()
    {
        var another = new FakeClient(People.Alice);
        Seat(_older);
        _registry.Add(_newer);
        _registry.Add(another);

        _registry.Remove(_newer);
        _registry.SettledSeatOf(People.Alice.Id).Should().BeNull();
        _registry.Remove(another);
        _registry.SettledSeatOf(People.Alice.Id).Should().Be(_older);

        _registry.Seat(_older.Id);
        _registry.Remove(_older);
        _registry.SettledSeatOf(People.Alice.Id).Should().BeNull();
    }

    [Fact]
    public void A_user_taken_over_elsewhere_is_closed_as_replaced()
    {
        Seat(_older);

        _registry.TakeOver(People.Alice.Id);

        _older.Closes.Should().Equal(CloseReason.Replaced);
    }

    [Fact]
    public void Taking_over_who_is_not_here_does_nothing()
    {
        Seat(_older);

        _registry.TakeOver(People.Bob.Id);

        _older.Closes.Should().BeEmpty();
    }

    private void Seat(FakeClient client)
    {
        _registry.Add(client);
        _registry.Seat(client.Id);
        client.Begin(default, SessionStart.Fresh);
    }
}
