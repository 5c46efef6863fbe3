using System.Diagnostics.Metrics;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Shared;

namespace Goring.Application.Telemetry;

/// <summary>Counts messages, both ways.</summary>
public sealed class MessageMetrics(GoringMeter meter, TimeProvider time)
{
    /// <summary>The type of a message that names none of the table.</summary>
    private const string Unknown = "unknown";

    /// <summary>The type of a frame that was refused before it was looked at.</summary>
    private const string Unheard = "unheard";

    private readonly Counter<long> _received = meter.Count(
        "goring.messages.received", "{message}", "Messages of clients, by type and what came of them.");

    private readonly Counter<long> _sent = meter.Count(
        "goring.messages.sent", "{message}", "Messages that were written to clients' sockets, by type.");

    private readonly Counter<long> _errors = meter.Count(
        "goring.errors", "{error}", "Errors that clients were answered, by code.");

    private readonly Histogram<double> _duration = meter.Time(
        "goring.message.duration", "From a message's being read to its command's being done, by type.");

    /// <summary>Whether anybody counts what is answered, or measures how long it takes.</summary>
    public bool Measures => _received.Enabled || _duration.Enabled;

    /// <summary>A timestamp for <see cref="Answered"/>; 0 where nobody measures.</summary>
    public long Begin() => _duration.Enabled ? time.GetTimestamp() : 0;

    /// <param name="type">Null where it is not one of the table.</param>
    /// <param name="error">The code that was answered; null for none.</param>
    /// <param name="begun">What <see cref="Begin"/> said.</param>
    public void Answered(string? type, ErrorCode? error, IClientSocket from, long begun)
    {
        if (_received.Enabled)
        {
            Count(type ?? Unknown, error, from);
        }

        if (begun != 0)
        {
            _duration.Record(time.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("type", type ?? Unknown));
        }
    }

    /// <summary>A frame was refused without being looked at.</summary>
    public void Refused(ErrorCode error, IClientSocket from)
    {
        if (_received.Enabled)
        {
            Count(Unheard, error, from);
        }
    }

    /// <summary>A frame was written to a socket.</summary>
    public void Sent(ReadOnlySpan<byte> frame)
    {
        if (_sent.Enabled)
        {
            _sent.Add(1, new KeyValuePair<string, object?>("type", OutgoingFrame.TypeOf(frame) ?? Unknown));
        }
    }

    private void Count(string type, ErrorCode? error, IClientSocket from)
    {
        var result = error is { } code ? ErrorCodes.ToWire(code) : "ok";
        _received.Add(1, new("type", type), new("result", result), new("endpoint", ConnectionMetrics.EndpointOf(from)));
        if (error is not null)
        {
            _errors.Add(1, new KeyValuePair<string, object?>("code", result));
        }
    }
}
