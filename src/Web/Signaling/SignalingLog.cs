using Goring.Application.Connections;
using Goring.Domain.Users;

namespace Goring.Web.Signaling;

internal static partial class SignalingLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The socket of {ConnectionId} is lost: {Reason}")]
    public static partial void SocketLost(this ILogger logger, ConnectionId connectionId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{UserId} reads too slowly on {ConnectionId}: the queue is full")]
    public static partial void ClientTooSlow(this ILogger logger, UserId userId, ConnectionId connectionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{UserId} was not let in: {Reason}")]
    public static partial void NotLetIn(this ILogger logger, UserId userId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection {ConnectionId} of {UserId} failed")]
    public static partial void ConnectionFailed(
        this ILogger logger, Exception error, ConnectionId connectionId, UserId userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Draining: closing {Count} sockets over {Seconds} s")]
    public static partial void Draining(this ILogger logger, int count, double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Drained: {Count} sockets left")]
    public static partial void Drained(this ILogger logger, int count);
}
