using System.Text.RegularExpressions;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Architecture;

/// <summary>What no file under <c>src/</c> may hold.</summary>
public sealed partial class SourceRulesTests
{
    private const int MostLines = 300;

    [Theory]
    [InlineData(@"\bTask\.Run\b", "work needs an owner that awaits it")]
    [InlineData(@"\bTask\.Factory\b", "work needs an owner that awaits it")]
    [InlineData(@"\.Result\b(?!\s*=)", "waiting for a task blocks a thread")]
    [InlineData(@"\.Wait\(\)", "waiting for a task blocks a thread")]
    [InlineData(@"\.GetAwaiter\(\)\.GetResult\(\)", "waiting for a task blocks a thread")]
    [InlineData(@"\basync\s+void\b", "nobody sees its exception")]
    [InlineData(@"\bThread\.Sleep\b", "sleeping blocks a thread")]
    [InlineData(@"\bDateTime(Offset)?\.(Utc)?Now\b", "time is injected, so that tests can move it")]
    [InlineData(@"#region\b", "files are split by meaning")]
    [InlineData(@"\b(TODO|FIXME|HACK)\b", "what is to be done stands where it is tracked")]
    public void No_file_holds(string pattern, string reason) =>
        FilesWith(pattern).Should().BeEmpty(reason);

    [Fact]
    public void Only_the_program_and_its_token_command_write_to_the_console() =>
        FilesWith(@"\bConsole\.(Out|Error|Write)").Should().BeSubsetOf(
            ["src/Web/Program.cs", "src/Web/Auth/TokenCommand.cs"],
            "everything else is said through the log, where it has a level and a format");

    [Fact]
    public void No_file_is_too_long() => SourceTree.Sources
        .Where(file => file.Text.Split('\n').Length > MostLines)
        .Select(file => file.Path)
        .Should().BeEmpty($"a file over {MostLines} lines holds more than one idea");

    [Fact]
    public void Log_lines_are_generated() =>
        FilesWith(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)\(").Should().BeEmpty(
            "a log line stands in a …Log.cs, where its placeholders can be looked over");

    [Fact]
    public void No_log_line_has_a_placeholder_for_something_private()
    {
        var placeholders = SourceTree.Sources
            .SelectMany(file => LogMessage().Matches(file.Text))
            .SelectMany(message => Placeholder().Matches(message.Groups["text"].Value))
            .Select(placeholder => placeholder.Groups["name"].Value)
            .Distinct().ToArray();

        placeholders.Should().Contain("SessionId", "the scan finds the lines that there are");
        placeholders.Should().NotContain(
            name => Private().IsMatch(name), "a log is read by more people than a call is meant for");
    }

    [Fact]
    public void Every_log_line_was_looked_over() =>
        SourceTree.Sources.Sum(file => LogMessage().Count(file.Text)).Should().Be(
            SourceTree.Sources.Sum(file => Regex.Count(
                file.Text, @"\[LoggerMessage\b", RegexOptions.None, TimeSpan.FromSeconds(1))));

    private static IEnumerable<string> FilesWith(string pattern) => SourceTree.Sources
        .Where(file => Regex.IsMatch(
            Comment().Replace(file.Text, ""), pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        .Select(file => file.Path);

    [GeneratedRegex("""\[LoggerMessage\([^"]*"(?<text>[^"]*)"\)\]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogMessage();

    [GeneratedRegex(@"\{(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        "token|sdp|candidate|payload|frame|secret|password|profile|image|metadata",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Private();

    /// <summary>A doc comment may speak of what the code may not do.</summary>
    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();
}
