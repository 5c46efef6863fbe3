using System.Diagnostics.Metrics;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;

namespace Goring.Application.Connections;

/// <summary>Counts sockets. How many are open, and what waits in them, is looked at when it is collected.</summary>
public sealed class ConnectionMetrics
{
    private readonly ConnectionRegistry _registry;
    private readonly Counter<long> _closed;
    private readonly Counter<long> _overflows;
    private readonly Counter<long> _resumes;

    public ConnectionMetrics(GoringMeter meter, ConnectionRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(meter);
        _registry = registry;
        _closed = meter.Count("goring.connections.closed", "{connection}", "Sockets that are closed, by close code; 1006: lost.");
        _overflows = meter.Count(
            "goring.queue.overflows", "{connection}", "Sockets closed since more waited for them than their queue holds.");
        _resumes = meter.Count(
            "goring.session.resumes", "{session}", "Clients that asked to resume a session, by whether it went on.");
        meter.Gauge("goring.connections.open", "{connection}", "Sockets that are open.", Open);
        meter.Level("goring.queue.depth", "{message}", "Messages that wait in the longest queue of a socket.", Deepest);
    }

    public static string EndpointOf(IClientSocket socket) =>
        socket?.Protocol == ClientProtocol.Rooms ? "rooms" : "calls";

    /// <param name="code">The close code; 1006 where the socket was lost without one.</param>
    public void Closed(IClientSocket socket, string code) =>
        _closed.Add(1, new("endpoint", EndpointOf(socket)), new("code", code));

    public void Overflowed(IClientSocket socket) =>
        _overflows.Add(1, new KeyValuePair<string, object?>("endpoint", EndpointOf(socket)));

    internal void Opened(IClientConnection connection, SessionStart start)
    {
        if (connection.Resume?.Token is not null)
        {
            _resumes.Add(1, new KeyValuePair<string, object?>("result", start.Resumed ? "resumed" : "begun_anew"));
        }
    }

    private IEnumerable<Measurement<long>> Open()
    {
        var open = _registry.Snapshot();
        foreach (var endpoint in new[] { ClientProtocol.Calls, ClientProtocol.Rooms })
        {
            foreach (var v1 in new[] { false, true })
            {
                yield return new(
                    open.Count(socket => socket.Protocol == endpoint && socket.SpeaksV1 == v1),
                    new("endpoint", endpoint == ClientProtocol.Rooms ? "rooms" : "calls"),
                    new("protocol", v1 ? "v1" : "base"));
            }
        }
    }

    private long Deepest() => _registry.Snapshot().Select(socket => socket.Waiting).DefaultIfEmpty(0).Max();
}
