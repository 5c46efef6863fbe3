using System.Diagnostics.Metrics;
using Goring.Application.Telemetry;

namespace Goring.Infrastructure.Redis;

/// <summary>What Redis costs, and whether it works.</summary>
internal sealed class StoreMetrics(GoringMeter meter, TimeProvider time)
{
    private readonly Histogram<double> _duration = meter.Time(
        "goring.store.duration", "How long Redis took to answer, by script or command.");

    private readonly Counter<long> _faults = meter.Count(
        "goring.store.faults", "{command}", "Commands that Redis did not answer in time, or refused.");

    private readonly Histogram<double> _lag = meter.Time(
        "goring.bus.lag", "From the publishing of a message to its coming back to the same instance.");

    /// <summary>Whether anybody wants to know how long something took.</summary>
    public bool Measures => _duration.Enabled;

    /// <summary>A timestamp for <see cref="Answered"/>; 0 where nobody measures.</summary>
    public long Begin() => _duration.Enabled ? time.GetTimestamp() : 0;

    public void Answered(string command, long begun)
    {
        if (begun != 0)
        {
            _duration.Record(time.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("command", command));
        }
    }

    public void Failed(bool inTime) =>
        _faults.Add(1, new KeyValuePair<string, object?>("reason", inTime ? "refused" : "timeout"));

    public void CanaryBack(TimeSpan lag) => _lag.Record(lag.TotalSeconds);
}
