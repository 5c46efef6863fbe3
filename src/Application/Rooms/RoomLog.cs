using Goring.Domain.Rooms;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Rooms;

/// <summary>What rooms leave in the log. Not their names: who knows the name of a room may enter it.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{ClientId} joined a room and found {Count} in it")]
    public static partial void RoomJoined(this ILogger logger, ClientId clientId, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{ClientId} could not be taken out of its room; trying again")]
    public static partial void MemberNotTakenOut(this ILogger logger, Exception error, ClientId clientId);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} members of rooms were not renewed and are taken out")]
    public static partial void MembersLapsed(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store has lost {Count} members of rooms; putting them back")]
    public static partial void MembersPutBack(this ILogger logger, int count);
}
