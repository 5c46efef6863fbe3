using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Push;

/// <summary>One line an attempt. Of a device's token its last 6 characters are shown, of a header nothing.</summary>
internal static partial class PushLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Push for {SessionId} to {Os} …{Device}: {Outcome} {Reason}")]
    public static partial void PushAnswered(
        this ILogger logger, SessionId sessionId, DeviceOs os, string device, string outcome, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Push for {SessionId} to {Os} …{Device} was refused: {Reason}")]
    public static partial void PushRefused(
        this ILogger logger, SessionId sessionId, DeviceOs os, string device, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Push for {SessionId} to {Os} …{Device} did not reach its service: {Reason}")]
    public static partial void PushNotConnected(
        this ILogger logger, SessionId sessionId, DeviceOs os, string device, string reason);
}
