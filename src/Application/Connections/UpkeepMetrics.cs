using System.Diagnostics.Metrics;
using Goring.Application.Ports;
using Goring.Application.Telemetry;

namespace Goring.Application.Connections;

/// <summary>Whether the upkeep keeps up.</summary>
public sealed class UpkeepMetrics(GoringMeter meter)
{
    private readonly Histogram<double> _lateness = meter.Time(
        "goring.upkeep.lateness", "How much later than it should a round of the upkeep began.");

    private readonly Counter<long> _deadlines = meter.Count(
        "goring.deadlines.fired", "{deadline}", "Deadlines that this instance acted on, by kind.");

    /// <param name="since">Since the round before began.</param>
    /// <param name="interval">How long that should be.</param>
    public void Began(TimeSpan since, TimeSpan interval) =>
        _lateness.Record(Math.Max(0, (since - interval).TotalSeconds));

    internal void Fired(DeadlineKind kind) => _deadlines.Add(1, new KeyValuePair<string, object?>("kind", kind switch
    {
        DeadlineKind.RingEnds => "ring_ends",
        DeadlineKind.PeerReturns => "peer_returns",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such deadline."),
    }));
}
