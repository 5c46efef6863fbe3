using Goring.Application.Connections;
using Goring.Application.Telemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Goring.Web.Observability;

/// <summary>
/// Sends traces and metrics to a collector, as the variables of the OpenTelemetry specification say. It runs beside the
/// signaling: a collector that is slow or gone costs what does not fit into its queue, and no call.
/// </summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, TelemetrySettings settings, InstanceOptions instance) =>
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(
                    "goring",
                    serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3),
                    serviceInstanceId: instance.ServerId)

                // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win over what we say.
                .AddEnvironmentVariableDetector())
            .WithTracing(tracing => tracing.AddSource(Tracing.SourceName).SetSampler(settings.Sampler).AddOtlpExporter())

            // An exporter each, not UseOtlpExporter: that one sends all logs too, from the lowest level on, and so the
            // query of every request, in which a token may stand. And not the sources of ASP.NET Core and HttpClient:
            // the spans of their requests hold addresses, and with them tokens of users and of devices.
            .WithMetrics(metrics => metrics.AddMeter(
                GoringMeter.Name,
                "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel",
                "System.Net.Http",
                "System.Runtime").AddOtlpExporter());
}
