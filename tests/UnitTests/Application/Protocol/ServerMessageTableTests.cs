using Goring.Application.Protocol;

namespace Goring.UnitTests.Application.Protocol;

public sealed class ServerMessageTableTests
{
    [Fact]
    public void Every_message_class_stands_in_the_table() => typeof(ServerMessage).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(ServerMessage)) && !type.IsAbstract)
        .Where(type => !type.IsAssignableTo(typeof(RoomServerMessage)))
        .Should().BeEquivalentTo(
            ServerMessageTable.Messages, "a message without a row in ServerMessageTable cannot be written");

    [Fact]
    public void Every_message_class_of_rooms_stands_in_their_table() => typeof(ServerMessage).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(RoomServerMessage)) && !type.IsAbstract)
        .Should().BeEquivalentTo(
            RoomServerMessageTable.Messages, "a message without a row in RoomServerMessageTable cannot be written");

    [Fact]
    public void Every_message_of_rooms_has_a_type_of_its_own() =>
        RoomServerMessageTable.Types.Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_message_has_a_type_of_its_own() => ServerMessageTable.Types.Should().OnlyHaveUniqueItems();
}
