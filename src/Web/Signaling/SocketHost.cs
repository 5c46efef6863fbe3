using Goring.Application.Protocol;

namespace Goring.Web.Signaling;

/// <summary>What every socket needs of the host.</summary>
internal sealed record SocketHost(
    ConnectionSettings Settings, MessageDispatcher Dispatcher, DrainState Drain, TimeProvider Time, ILogger<Connection> Logger);
