using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Goring.IntegrationTests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>
/// Takes what an OTLP exporter sends, over HTTP or gRPC, and decodes it: stands in for a collector, of which no package
/// is to be had here.
/// </summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedSpan> _spans = new();

    /// <summary>Each export as a whole: who looks at two metrics sees both of the same.</summary>
    private readonly ConcurrentQueue<IReadOnlyList<ReceivedPoint>> _exports = new();

    private readonly ConcurrentQueue<byte[]> _bodies = new();
    private readonly ConcurrentQueue<string> _headers = new();
    private readonly int _port = FreePort.Take();

    private Collector(bool grpc)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, _port, listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(TakeAsync);
        Settings =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", grpc ? "grpc" : "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-team=calls"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ];
    }

    /// <summary>What a server is to be started with.</summary>
    public (string Name, string? Value)[] Settings { get; }

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>The header that the servers were told to send, as often as it came.</summary>
    public IReadOnlyCollection<string> Headers => _headers;

    /// <summary>Everything that arrived, as text that can be searched.</summary>
    public string Everything => string.Concat(_bodies.Select(Encoding.UTF8.GetString));

    /// <summary>The last value of each point of each metric, over all instances.</summary>
    public IReadOnlyList<ReceivedPoint> Latest =>
        [.. Points.GroupBy(point => (point.Instance, point.ToString().Split('}')[0])).Select(points => points.MaxBy(point => point.At)!)];

    private IEnumerable<ReceivedPoint> Points => _exports.SelectMany(export => export);

    public static async Task<Collector> StartAsync(bool grpc = false)
    {
        var collector = new Collector(grpc);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The sum over the instances, of the points with these tags.</summary>
    public double Sum(string name, params (string Key, string Value)[] tags) => Latest
        .Where(point => point.Name == name && tags.All(tag => point.Tags.GetValueOrDefault(tag.Key) == tag.Value))
        .Sum(point => point.Value);

    /// <summary>Waits until the sum of the points with these tags is that value, of a metric of which some point came.</summary>
    public Task SeenAsync(double value, string name, params (string Key, string Value)[] tags) => Eventually.HoldsAsync(
        () => Latest.Any(point => point.Name == name) && Sum(name, tags) == value,
        () => $"{name} {string.Join(",", tags)} is {value}: {string.Join("; ", Latest.Where(point => point.Name == name))}",
        seconds: 15);

    /// <summary>Waits until every instrument has been collected again.</summary>
    public async Task CollectedAsync()
    {
        var before = Points.Max(point => point.At);
        await Eventually.HoldsAsync(() => Points.Any(point => point.At > before), "metrics are collected");
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        var isGrpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        if (isGrpc)
        {
            // A message of gRPC: a flag, four bytes of length, the message.
            bytes = bytes[5..];
        }

        _bodies.Enqueue(bytes);
        _headers.Enqueue(context.Request.Headers["x-team"].ToString());
        var path = context.Request.Path.Value!;
        if (path.Contains("trace", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var span in ReceivedSpan.Read(new(bytes)))
            {
                _spans.Enqueue(span);
            }
        }
        else
        {
            _exports.Enqueue([.. ReceivedPoint.Read(new(bytes))]);
        }

        if (isGrpc)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.AppendTrailer("grpc-status", "0");
            await context.Response.Body.WriteAsync(new byte[5]);
        }
        else
        {
            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
