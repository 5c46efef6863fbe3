using System.Text.RegularExpressions;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Deployment;

/// <summary>The names of docs/protocol.md, part 7.</summary>
internal static partial class KnownVariables
{
    /// <summary>What the drain takes beyond its time, see docs/operations.md.</summary>
    public const int DrainMargin = 4;

    public static IReadOnlySet<string> Names { get; } = ReadNames();

    public static int DefaultDrain { get; } =
        int.Parse(DrainRow().Match(SourceTree.Read("docs/protocol.md")).Groups["seconds"].Value);

    private static HashSet<string> ReadNames()
    {
        var contract = SourceTree.Read("docs/protocol.md");
        var table = contract[contract.IndexOf("## 7.", StringComparison.Ordinal)..].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        return [.. table.SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups["name"].Value))];
    }

    [GeneratedRegex("`(?<name>[A-Z][A-Z0-9_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\| `DRAIN_SECONDS` \| (?<seconds>\d+) \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DrainRow();
}
