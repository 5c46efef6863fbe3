using System.Diagnostics.Metrics;
using Goring.Application.Telemetry;

namespace Goring.Application.Push;

/// <summary>Counts pushes. Every tag comes from a closed set.</summary>
public sealed class PushMetrics(GoringMeter meter)
{
    private readonly Counter<long> _attempts = meter.Count(
        "goring.push.attempts", "{attempt}", "Requests to a push service, by what came of them.");

    private readonly Counter<long> _abandoned = meter.Count(
        "goring.push.abandoned", "{push}", "Pushes that were given up, by the reason.");

    private readonly Counter<long> _dropped = meter.Count(
        "goring.push.devices_dropped", "{device}", "Devices whose token the service said is dead.");

    private readonly Histogram<double> _duration = meter.Time(
        "goring.push.duration", "How long a push service took to answer.");

    internal void Attempted(PushJob job, PushAnswer answer, TimeSpan took)
    {
        _attempts.Add(1, ServiceOf(job), TaskOf(job), new("result", PushNames.ToTag(answer)));
        _duration.Record(took.TotalSeconds, ServiceOf(job));
    }

    internal void Abandoned(PushJob job, PushAbandonment reason) =>
        _abandoned.Add(1, ServiceOf(job), TaskOf(job), new("reason", PushNames.ToTag(reason)));

    internal void DeviceDropped(PushJob job) => _dropped.Add(1, ServiceOf(job));

    private static KeyValuePair<string, object?> ServiceOf(PushJob job) =>
        new("service", PushNames.ServiceOf(job.Device.Os));

    private static KeyValuePair<string, object?> TaskOf(PushJob job) =>
        new("push", PushNames.ToTag(job.Task));
}
