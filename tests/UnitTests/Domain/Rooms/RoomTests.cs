using Goring.Domain.Rooms;
using Goring.Domain.Shared;
using Goring.Domain.Users;

namespace Goring.UnitTests.Domain.Rooms;

public sealed class RoomTests
{
    private const int Capacity = 3;

    private static readonly ClientId Ann = new("ann");
    private static readonly ClientId Ben = new("ben");
    private static readonly ClientId Cat = new("cat");
    private static readonly ClientId Dan = new("dan");

    [Fact]
    public void A_new_room_is_empty()
    {
        var room = Room.Empty(new RoomId("r"));

        room.IsEmpty.Should().BeTrue();
        room.Id.Value.Should().Be("r");
        room.Find(Ann).Should().BeNull();
    }

    [Fact]
    public void Who_joins_is_in_it_with_their_user_and_a_number()
    {
        var user = new User(new UserId("u"));

        Room.Empty(new RoomId("r")).Join(Ann, user, Capacity, number: 7, out var room).Should().Be(Outcome.Done);

        room.Members.Should().Equal(new RoomMember(Ann, 7, user));
        room.IsEmpty.Should().BeFalse();
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(5, 6)]
    [InlineData(2, 6)]
    [InlineData(0, 6)]
    public void A_newcomers_number_is_greater_than_all_others(long asked, long given)
    {
        RoomOf((Ann, 5)).Join(Ben, null, Capacity, asked, out var room);

        room.Members.Select(member => member.Number).Should().Equal(5, given);
    }

    [Fact]
    public void Who_is_in_already_stays_as_it_is_even_where_the_room_is_full()
    {
        var full = RoomOf((Ann, 1), (Ben, 2), (Cat, 3));

        full.Join(Ben, null, Capacity, 9, out var room).Should().Be(Outcome.Done);

        room.Members.Should().Equal(full.Members);
    }

    [Fact]
    public void One_more_than_it_holds_is_refused()
    {
        var full = RoomOf((Ann, 1), (Ben, 2), (Cat, 3));

        full.Join(Dan, null, Capacity, 9, out var room).Error.Should().Be(ErrorCode.RoomFull);

        room.Should().BeSameAs(full);
    }

    [Fact]
    public void A_place_that_was_left_can_be_taken()
    {
        var full = RoomOf((Ann, 1), (Ben, 2), (Cat, 3));

        full.Leave(Ann).Join(Dan, null, Capacity, 9, out var room).Should().Be(Outcome.Done);

        room.Members.Select(member => member.Client).Should().Equal(Ben, Cat, Dan);
    }

    [Fact]
    public void The_last_to_leave_ends_it()
    {
        var room = RoomOf((Ann, 1), (Ben, 2));

        room.Leave(Ann).IsEmpty.Should().BeFalse();
        room.Leave(Ann).Leave(Ben).IsEmpty.Should().BeTrue();
        room.Leave(Dan).Members.Should().Equal(room.Members);
    }

    [Theory]
    [InlineData("ann", "ben", null)]
    [InlineData("ben", "ann", null)]
    [InlineData("ann", "dan", ErrorCode.UserOffline)]
    [InlineData("dan", "ann", ErrorCode.InvalidState)]
    [InlineData("dan", "nobody", ErrorCode.InvalidState)]
    public void Only_members_reach_one_another(string from, string to, ErrorCode? error) =>
        RoomOf((Ann, 1), (Ben, 2)).MayRelay(new(from), new(to)).Error.Should().Be(error);

    [Theory]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 1, false)]
    public void Of_two_the_earlier_is_told_of_the_later(long own, long other, bool told) =>
        new RoomMember(Ann, own).IsToldOf(other).Should().Be(told);

    [Fact]
    public void Ids_of_clients_are_never_the_same()
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => ClientId.New().Value).ToArray();

        ids.Should().OnlyHaveUniqueItems().And.OnlyContain(id => Guid.ParseExact(id, "D").Version == 4);
    }

    private static Room RoomOf(params (ClientId Client, long Number)[] members) => members.Aggregate(
        Room.Empty(new RoomId("r")),
        (room, member) =>
        {
            room.Join(member.Client, null, Capacity, member.Number, out var next);
            return next;
        });
}
