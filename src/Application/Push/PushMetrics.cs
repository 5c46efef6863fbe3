using System.Diagnostics.Metrics;
using Goring.Domain.Devices;

namespace Goring.Application.Push;

/// <summary>Counts pushes. Every tag comes from a closed set.</summary>
public sealed class PushMetrics : IDisposable
{
    /// <summary>The meter that every instrument of the server belongs to.</summary>
    public const string MeterName = "Goring";

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;
    private readonly Counter<long> _abandoned;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _duration;

    public PushMetrics()
    {
        _meter = new Meter(MeterName);
        _attempts = _meter.CreateCounter<long>(
            "goring.push.attempts", "{attempt}", "Requests to a push service, by what came of them.");
        _abandoned = _meter.CreateCounter<long>(
            "goring.push.abandoned", "{push}", "Pushes that were given up, by the reason.");
        _dropped = _meter.CreateCounter<long>(
            "goring.push.devices_dropped", "{device}", "Devices whose token the service said is dead.");
        _duration = _meter.CreateHistogram<double>(
            "goring.push.duration", "s", "How long a push service took to answer.");
    }

    internal void Attempted(PushJob job, PushAnswer answer, TimeSpan took)
    {
        var result = answer switch
        {
            PushAnswer.Delivered => "delivered",
            PushAnswer.DeadToken => "dead_token",
            PushAnswer.Refused => "refused",
            PushAnswer.NotNow => "not_now",
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No such answer."),
        };
        _attempts.Add(1, ServiceOf(job), TaskOf(job), new("result", result));
        _duration.Record(took.TotalSeconds, ServiceOf(job));
    }

    internal void Abandoned(PushJob job, PushAbandonment reason) =>
        _abandoned.Add(1, ServiceOf(job), TaskOf(job), new("reason", PushNames.ToTag(reason)));

    internal void DeviceDropped(PushJob job) => _dropped.Add(1, ServiceOf(job));

    /// <summary>Whether an instrument is one of this server's: several may run in one process.</summary>
    public bool Owns(Instrument instrument) => instrument?.Meter == _meter;

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> ServiceOf(PushJob job) =>
        new("service", job.Device.Os == DeviceOs.Android ? "fcm" : "apns");

    private static KeyValuePair<string, object?> TaskOf(PushJob job) =>
        new("push", job.Task == PushTask.Cancel ? "call_cancelled" : "incoming_call");
}
