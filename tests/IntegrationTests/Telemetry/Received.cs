using System.Globalization;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>A span as it arrived (opentelemetry/proto/trace/v1/trace.proto).</summary>
internal sealed record ReceivedSpan(
    string Instance, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Attributes)
{
    public string? Session => Attributes.GetValueOrDefault("goring.session_id");

    public static IEnumerable<ReceivedSpan> Read(WireMessage export) =>
        from resource in export.Messages(1)
        let instance = Telemetry.Attributes.Of(resource.Message(1)!, 1)["service.instance.id"]
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new ReceivedSpan(
            instance, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Telemetry.Attributes.Of(span, 9));
}

/// <summary>A point of a metric as it arrived (opentelemetry/proto/metrics/v1/metrics.proto).</summary>
/// <param name="Value">Of a sum or gauge its value, of a histogram its count.</param>
/// <param name="Sum">Of a histogram.</param>
internal sealed record ReceivedPoint(
    string Instance, string Name, string Unit, IReadOnlyDictionary<string, string> Tags, long At, double Value, double Sum)
{
    public static IEnumerable<ReceivedPoint> Read(WireMessage export) =>
        from resource in export.Messages(1)
        let instance = Attributes.Of(resource.Message(1)!, 1)["service.instance.id"]
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        from point in Points(metric)
        select point with { Instance = instance, Name = metric.Text(1), Unit = metric.Text(3) };

    public override string ToString() =>
        $"{Name}{{{string.Join(",", Tags.Select(tag => $"{tag.Key}={tag.Value}").Order())}}} {Value}";

    private static IEnumerable<ReceivedPoint> Points(WireMessage metric)
    {
        foreach (var point in metric.Messages(5).Concat(metric.Messages(7)).SelectMany(data => data.Messages(1)))
        {
            yield return new("", "", "", Attributes.Of(point, 7), point.Number(3), point.Has(6) ? point.Number(6) : point.Double(4), 0);
        }

        foreach (var point in metric.Messages(9).SelectMany(data => data.Messages(1)))
        {
            yield return new("", "", "", Attributes.Of(point, 9), point.Number(3), point.Number(4), point.Double(5));
        }
    }
}

internal static class Attributes
{
    /// <summary>The key-value pairs of a field, each value as text.</summary>
    public static Dictionary<string, string> Of(WireMessage message, int field) => message.Messages(field).ToDictionary(
        pair => pair.Text(1),
        pair => pair.Message(2) is not { } value ? ""
            : value.Has(3) ? value.Number(3).ToString(CultureInfo.InvariantCulture)
            : value.Has(4) ? value.Double(4).ToString(CultureInfo.InvariantCulture)
            : value.Has(2) ? (value.Number(2) != 0).ToString()
            : value.Text(1));
}
