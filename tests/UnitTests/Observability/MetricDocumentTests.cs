using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Observability;

/// <summary>What the server measures, what docs/operations.md says of it, and what docker/observe asks for are the same.</summary>
public sealed partial class MetricDocumentTests
{
    /// <summary>What the collector's Prometheus exporter makes of a name (OpenTelemetry's "Prometheus and OpenMetrics Compatibility").</summary>
    private static readonly string[] Exported = [.. InstrumentsOfTheServer.All.SelectMany(NamesInPrometheus)];

    [Fact]
    public void Table_of_the_guide_has_every_instrument_with_its_unit()
    {
        var table = Row().Matches(SourceTree.Read("docs/operations.md"))
            .Select(row => $"{row.Groups["name"].Value} in {row.Groups["unit"].Value}").ToArray();

        table.Should().OnlyHaveUniqueItems().And.BeEquivalentTo(
            InstrumentsOfTheServer.All.Select(instrument => $"{instrument.Name} in {instrument.Unit}"));
    }

    [Fact]
    public void Every_instrument_says_what_it_is() =>
        InstrumentsOfTheServer.All.Should().OnlyContain(instrument => !string.IsNullOrEmpty(instrument.Description));

    [Fact]
    public void Dashboard_asks_for_metrics_that_exist() => Expressions(
        JsonNode.Parse(SourceTree.Read("docker/observe/grafana/dashboards/goring.json"))!).SelectMany(MetricsIn)
        .Should().HaveCountGreaterThan(20).And.BeSubsetOf(Exported);

    [Fact]
    public void Alerts_ask_for_metrics_that_exist() => SourceTree.Read("docker/observe/alerts.yml").Split('\n')
        .Where(line => line.TrimStart().StartsWith("expr:", StringComparison.Ordinal)).SelectMany(MetricsIn)
        .Should().HaveCountGreaterThan(8).And.BeSubsetOf(Exported);

    [Fact]
    public void Alerts_of_the_rules_and_of_the_guide_are_the_same() =>
        Alert().Matches(SourceTree.Read("docker/observe/alerts.yml")).Select(alert => alert.Groups["name"].Value)
            .Should().NotBeEmpty().And.BeEquivalentTo(
                AlertRow().Matches(SourceTree.Read("docs/operations.md")).Select(alert => alert.Groups["name"].Value));

    private static IEnumerable<string> NamesInPrometheus(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument switch
        {
            Counter<long> => [name + "_total"],
            Histogram<double> => [name + "_bucket", name + "_sum", name + "_count"],
            _ => [name],
        };
    }

    private static IEnumerable<string> Expressions(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => field.Key == "expr" ? [(string)field.Value!] : In(field.Value)),
        JsonArray all => all.SelectMany(In),
        _ => [],
    };

    private static IEnumerable<string> In(JsonNode? node) => node is null ? [] : Expressions(node);

    private static IEnumerable<string> MetricsIn(string expression) =>
        Metric().Matches(expression).Select(metric => metric.Value);

    [GeneratedRegex(@"^\| `(?<name>goring\.[a-z_.]+)` \| `(?<unit>[^`]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bgoring_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\| `(?<name>Goring\w+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AlertRow();
}
