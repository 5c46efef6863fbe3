using System.Diagnostics.Metrics;
using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Shared;

namespace Goring.Application.Calls;

/// <summary>
/// Counts calls. A step is counted by the instance whose step it was: summed over a fleet, each is counted once.
/// </summary>
public sealed class CallMetrics(GoringMeter meter, TimeProvider time)
{
    /// <summary>A ring is over long before: whatever is longer is another clock, not another person.</summary>
    private static readonly TimeSpan LongestRing = TimeSpan.FromMinutes(3);

    private readonly Counter<long> _starts = meter.Count(
        "goring.call.starts", "{call}", "Calls that users tried to start, by what came of it: ringing, or an error code.");

    private readonly Counter<long> _ends = meter.Count(
        "goring.call.ends", "{call}", "Calls that are over, by the reason.");

    private readonly Counter<long> _accepts = meter.Count("goring.call.accepts", "{call}", "Calls that were accepted.");

    private readonly Histogram<double> _ring = meter.PeoplesTime(
        "goring.call.ring_time", "From call.start to call.accept.");

    private readonly Histogram<double> _setup = meter.PeoplesTime(
        "goring.call.setup_time", "From call.accept to the first webrtc.answer of whoever accepted.");

    internal void Started(ErrorCode? error) => _starts.Add(
        1, new KeyValuePair<string, object?>("result", error is { } code ? ErrorCodes.ToWire(code) : "ringing"));

    internal void Accepted(SessionId session)
    {
        _accepts.Add(1);
        if (_ring.Enabled && session.CreatedAt is { } created
            && time.GetUtcNow() - created is var rang && rang >= TimeSpan.Zero && rang < LongestRing)
        {
            _ring.Record(rang.TotalSeconds);
        }
    }

    internal void Rejected() => _ends.Add(1, new KeyValuePair<string, object?>("reason", "rejected"));

    internal void Ended(EndReason reason) =>
        _ends.Add(1, new KeyValuePair<string, object?>("reason", CallNames.ToWire(reason)));

    /// <summary>What a connection did that succeeded: it keeps when it accepted until it answers.</summary>
    internal void Noted(ClientMessage message, IClientConnection from)
    {
        if (!_setup.Enabled)
        {
            return;
        }

        if (message is AcceptCall accept)
        {
            from.Accepted = (accept.Session, time.GetTimestamp());
        }
        else if (message is RelayAnswer answer && from.Accepted is { } accepted && accepted.Session == answer.Session)
        {
            from.Accepted = null;
            _setup.Record(time.GetElapsedTime(accepted.At).TotalSeconds);
        }
    }
}
