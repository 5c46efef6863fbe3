using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Push;

/// <summary>What a push leaves in the log. Of a token no more than <see cref="Device.TokenEnd"/>.</summary>
internal static partial class PushLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Call {SessionId}: {Push} push to {Os} device …{DeviceEnd} taken after {Attempts} attempts")]
    public static partial void PushDelivered(
        this ILogger logger, SessionId sessionId, PushTask push, DeviceOs os, string deviceEnd, int attempts);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Call {SessionId}: {Push} push to {Os} device …{DeviceEnd} abandoned: {Abandonment} ({Reason})")]
    public static partial void PushAbandoned(
        this ILogger logger,
        SessionId sessionId,
        PushTask push,
        DeviceOs os,
        string deviceEnd,
        PushAbandonment abandonment,
        string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Call {SessionId}: what became of a push could not be stored: {Reason}")]
    public static partial void PushEndNotStored(this ILogger logger, SessionId sessionId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Call {SessionId}: a fault while pushing")]
    public static partial void PushFaulted(this ILogger logger, Exception error, SessionId sessionId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pushes cannot be claimed: {Reason}")]
    public static partial void PushesNotClaimed(this ILogger logger, string reason);
}
