using System.Text.RegularExpressions;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Protocol;

/// <summary>The tables of docs/protocol.md, part 2, what part 3 adds to them, and those of the code say the same.</summary>
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
        FirstColumn("error code").Should().BeEquivalentTo(Enum.GetValues<ErrorCode>().Select(ErrorCodes.ToWire));

    /// <summary>Every word in backquotes in the first column of the table of part 2 with that header.</summary>
    private static string[] FirstColumn(string header)
    {
        var document = SourceTree.Read("docs/protocol.md").ReplaceLineEndings("\n");
        var start = document.IndexOf("\n## 2.", StringComparison.Ordinal);
        var end = document.IndexOf("\n## 3.", StringComparison.Ordinal);
        start.Should().BePositive("part 2 begins with its number");
        end.Should().BeGreaterThan(start, "part 3 follows part 2");

        string[] words =
        [
            .. document[start..end].Split('\n')
                .SkipWhile(line => !(line.StartsWith('|') && FirstCell(line) == header))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .SelectMany(line => Word().Matches(FirstCell(line)))
                .Select(match => match.Groups["word"].Value),
        ];
        words.Should().NotBeEmpty($"part 2 has a table whose first column is \"{header}\"");
        return words;
    }

    private static string[] WordsOfPart3()
    {
        var document = SourceTree.Read("docs/protocol.md").ReplaceLineEndings("\n");
        var start = document.IndexOf("\n## 3.", StringComparison.Ordinal);
        var end = document.IndexOf("\n## 4.", StringComparison.Ordinal);
        return [.. Word().Matches(document[start..end]).Select(match => match.Groups["word"].Value)];
    }

    private static string FirstCell(string row) => row.Split('|')[1].Trim();

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
