using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Web.Edge;

namespace Goring.Web.Signaling;

/// <summary>What every socket needs of the host.</summary>
internal sealed record SocketHost(
    ConnectionSettings Settings,
    MessageDispatcher Dispatcher,
    DrainState Drain,
    SocketClock Clock,
    SocketRounds Rounds,
    SocketAdmission Admission,
    ConnectionMetrics Connections,
    MessageMetrics Messages,
    TimeProvider Time,
    ILogger<Connection> Logger);
