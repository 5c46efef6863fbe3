using Goring.Application.Protocol;
using MediatR;

namespace Goring.UnitTests.Application.Protocol;

public sealed class ClientMessageTableTests
{
    private static readonly Type[] Application = typeof(ClientMessageTable).Assembly.GetTypes();

    private static IEnumerable<Type> Handled => Application
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false })
        .SelectMany(type => type.GetInterfaces())
        .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
        .Select(contract => contract.GetGenericArguments()[0])
        .Where(message => message.IsAssignableTo(typeof(ClientMessage)));

    /// <summary>Of calls and of rooms.</summary>
    private static IEnumerable<Type> Rows => ClientMessageTable.Messages.Union(RoomClientMessageTable.Table.Messages);

    public static TheoryData<Type> Messages => [.. Rows];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_has_exactly_one_handler(Type message) => Handled.Where(handled => handled == message)
        .Should().ContainSingle("{0} stands in the table, and a command is done by one handler", message.Name);

    [Fact]
    public void Every_handled_message_stands_in_the_table() => Handled.Should().BeSubsetOf(
        Rows, "a message without a row in ClientMessageTable or RoomClientMessageTable can never arrive");

    [Fact]
    public void Every_message_class_stands_in_the_table() => Application
        .Where(type => type.IsAssignableTo(typeof(ClientMessage)) && !type.IsAbstract)
        .Should().BeEquivalentTo(Rows);

    [Fact]
    public void No_two_types_share_a_message() => ClientMessageTable.Messages.Should().OnlyHaveUniqueItems();

    [Fact]
    public void No_two_types_of_rooms_share_a_message() =>
        RoomClientMessageTable.Table.Messages.Should().OnlyHaveUniqueItems();

    [Fact]
    public void The_longest_type_is_known() => ClientMessageTable.MaxTypeLength.Should().Be("device.unregister".Length);

    [Fact]
    public void The_longest_type_of_rooms_is_known() =>
        RoomClientMessageTable.Table.MaxTypeLength.Should().Be("ice-candidate".Length);
}
