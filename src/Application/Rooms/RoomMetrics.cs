using System.Diagnostics.Metrics;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Shared;

namespace Goring.Application.Rooms;

/// <summary>Counts what happens in rooms.</summary>
public sealed class RoomMetrics
{
    private readonly Counter<long> _joins;
    private readonly Counter<long> _lapsed;

    public RoomMetrics(GoringMeter meter, RoomClients clients)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _joins = meter.Count("goring.room.joins", "{join}", "Joins of rooms, by what came of them: ok, or an error code.");
        _lapsed = meter.Count(
            "goring.room.lapsed", "{member}", "Members that were taken out since no instance renewed them.");
        meter.Gauge("goring.room.members", "{member}", "Clients of this instance that are in a room.", () =>
            [new Measurement<long>(clients.Snapshot().Count(client => client.Seat is not null))]);
    }

    internal void Joined(Outcome outcome) => _joins.Add(
        1, new KeyValuePair<string, object?>("result", outcome.Error is { } code ? ErrorCodes.ToWire(code) : "ok"));

    internal void Lapsed(int members) => _lapsed.Add(members);
}
