using Goring.Domain.Calls;
using Goring.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Connections;

internal static partial class ConnectionLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{UserId} connected as {ConnectionId}")]
    public static partial void Connected(this ILogger logger, UserId userId, ConnectionId connectionId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{UserId} disconnected from {ConnectionId}")]
    public static partial void Disconnected(this ILogger logger, UserId userId, ConnectionId connectionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The slot of {UserId} on {ConnectionId} could not be given up; trying again")]
    public static partial void SlotNotGivenUp(
        this ILogger logger, Exception error, UserId userId, ConnectionId connectionId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store fails; sockets stay, commands are refused until it is back")]
    public static partial void StoreFails(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store is back; slots are asserted again")]
    public static partial void StoreIsBack(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events of {UserId} on {ConnectionId} are kept no more")]
    public static partial void EventsGone(this ILogger logger, UserId userId, ConnectionId connectionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store has lost call {SessionId} of {UserId}")]
    public static partial void CallGone(this ILogger logger, SessionId sessionId, UserId userId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The slot of {UserId} belongs to another connection than {ConnectionId}")]
    public static partial void SlotTaken(this ILogger logger, UserId userId, ConnectionId connectionId);
}
