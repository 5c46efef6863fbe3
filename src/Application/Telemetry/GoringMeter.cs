using System.Diagnostics.Metrics;

namespace Goring.Application.Telemetry;

/// <summary>
/// The meter of one server. Its instruments cost next to nothing while nobody listens: a tag is a struct on the stack, and
/// what takes time to find out is asked for only where <see cref="Instrument.Enabled"/> says so. Every tag comes from a
/// closed set: never an id, nor anything that a client wrote.
/// </summary>
public sealed class GoringMeter : IDisposable
{
    public const string Name = "Goring";

    /// <summary>From a thousandth of a second, of commands and stores, to ten.</summary>
    private static readonly InstrumentAdvice<double> Quick = new()
    {
        HistogramBucketBoundaries =
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5, 10],
    };

    /// <summary>As long as a person takes to answer.</summary>
    private static readonly InstrumentAdvice<double> Slow = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120],
    };

    private readonly Meter _meter = new(Name);

    /// <summary>Whether an instrument is one of this server's: several may run in one process.</summary>
    public bool Owns(Instrument instrument) => instrument?.Meter == _meter;

    public Counter<long> Count(string name, string unit, string description) =>
        _meter.CreateCounter<long>(name, unit, description);

    public Histogram<double> Time(string name, string description) =>
        _meter.CreateHistogram<double>(name, "s", description, tags: null, Quick);

    /// <inheritdoc cref="Slow"/>
    public Histogram<double> PeoplesTime(string name, string description) =>
        _meter.CreateHistogram<double>(name, "s", description, tags: null, Slow);

    /// <summary>How many there are; looked at when it is collected.</summary>
    public void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> look) =>
        _meter.CreateObservableUpDownCounter(name, look, unit, description);

    /// <summary>A value that means nothing when summed over instances; looked at when it is collected.</summary>
    public void Level(string name, string unit, string description, Func<long> look) =>
        _meter.CreateObservableGauge(name, look, unit, description);

    public void Dispose() => _meter.Dispose();
}
