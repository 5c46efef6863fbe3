using System.Text.RegularExpressions;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>
/// The tables of docs/protocol.md, part 2, what part 3 adds to them, those of part 4, and those of the code say the same.
/// </summary>
public sealed partial class ProtocolDocumentTests
{
    [Fact]
    public void What_clients_send_is_what_the_table_binds() =>
        FirstColumn("client sends").Should().BeEquivalentTo(
            ClientMessageTable.Types.Except(ClientMessageTable.ExtendedTypes));

    [Fact]
    public void What_only_v1_clients_send_stands_in_part_3() =>
        ClientMessageTable.ExtendedTypes.Should().NotBeEmpty().And.BeSubsetOf(WordsOfPart3());

    [Fact]
    public void What_the_server_sends_is_what_the_table_writes() =>
        FirstColumn("server sends").Should().BeEquivalentTo(ServerMessageTable.Types.Except(
            ["ack", "pong", "ice.servers", "session.ready", "session.closing"]));

    [Fact]
    public void What_only_v1_clients_are_sent_stands_in_part_3() =>
        ServerMessageTable.Types.Except(FirstColumn("server sends"))
            .Should().BeEquivalentTo("ack", "pong", "ice.servers", "session.ready", "session.closing")
            .And.BeSubsetOf(WordsOfPart3());

    [Fact]
    public void The_error_codes_are_those_of_the_code() =>
        FirstColumn("error code").Append("room_full")
            .Should().BeEquivalentTo(Enum.GetValues<ErrorCode>().Select(ErrorCodes.ToWire));

    [Fact]
    public void What_clients_of_rooms_send_is_what_their_table_binds() =>
        FirstColumn("client sends", part: 4).Should().BeEquivalentTo(
            RoomClientMessageTable.Table.Types.Except(RoomClientMessageTable.Table.ExtendedTypes));

    [Fact]
    public void What_clients_of_rooms_are_sent_is_what_their_table_writes_and_what_is_relayed() =>
        FirstColumn("server sends", part: 4).Should().BeEquivalentTo(
            RoomServerMessageTable.Types.Except(["room-members"]).Concat(["offer", "answer", "ice-candidate"]));

    [Theory]
    [InlineData("room_full")]
    [InlineData("room-members")]
    [InlineData("ping")]
    public void What_else_there_is_in_rooms_stands_in_part_4(string word) => WordsOf(4).Should().Contain(word);

    /// <summary>Every word in backquotes in the first column of the table of that part with that header.</summary>
    private static string[] FirstColumn(string header, int part = 2)
    {
        string[] words =
        [
            .. TextOf(part).Split('\n')
                .SkipWhile(line => !(line.StartsWith('|') && FirstCell(line) == header))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .SelectMany(line => Word().Matches(FirstCell(line)))
                .Select(match => match.Groups["word"].Value),
        ];
        words.Should().NotBeEmpty($"part {part} has a table whose first column is \"{header}\"");
        return words;
    }

    private static string[] WordsOfPart3() => WordsOf(3);

    private static string[] WordsOf(int part) =>
        [.. Word().Matches(TextOf(part)).Select(match => match.Groups["word"].Value)];

    private static string TextOf(int part)
    {
        var document = SourceTree.Read("docs/protocol.md").ReplaceLineEndings("\n");
        var start = document.IndexOf($"\n## {part}.", StringComparison.Ordinal);
        var end = document.IndexOf($"\n## {part + 1}.", StringComparison.Ordinal);
        start.Should().BePositive("a part begins with its number");
        end.Should().BeGreaterThan(start, "another part follows");
        return document[start..end];
    }

    private static string FirstCell(string row) => row.Split('|')[1].Trim();

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
