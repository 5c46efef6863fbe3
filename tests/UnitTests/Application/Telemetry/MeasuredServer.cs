using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Goring.Application.Telemetry;
using Goring.UnitTests.Support;

namespace Goring.UnitTests.Application.Telemetry;

/// <summary>A server whose own instruments are listened to, and no other's.</summary>
internal sealed class MeasuredServer : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> _measured = new();

    public MeasuredServer()
    {
        var meter = Server.Get<GoringMeter>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meter.Owns(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument.Name, tags, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument.Name, tags, value));
        _listener.Start();
    }

    public InMemoryServer Server { get; } = new();

    /// <summary>The values of a metric so far, by their tags (<c>key=value,…</c>), summed.</summary>
    public IReadOnlyDictionary<string, double> Of(string name) => _measured
        .Where(measurement => measurement.Name == name)
        .GroupBy(measurement => measurement.Tags)
        .ToDictionary(group => group.Key, group => group.Sum(measurement => measurement.Value));

    /// <summary>What an instrument that is looked at says now.</summary>
    public IReadOnlyDictionary<string, double> Look(string name)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        return Of(name);
    }

    public void Dispose()
    {
        _listener.Dispose();
        Server.Dispose();
    }

    private void Add(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags, double value)
    {
        List<string> texts = [];
        foreach (var (key, tag) in tags)
        {
            texts.Add($"{key}={tag}");
        }

        _measured.Enqueue((name, string.Join(',', texts), value));
    }
}
