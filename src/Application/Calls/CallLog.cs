using Goring.Domain.Calls;
using Goring.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary>The few lines that a call leaves in the log.</summary>
internal static partial class CallLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Call {SessionId} rings: {CallerId} calls {CalleeId}")]
    public static partial void CallStarted(this ILogger logger, SessionId sessionId, UserId callerId, UserId calleeId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {SessionId} accepted by {UserId}")]
    public static partial void CallAccepted(this ILogger logger, SessionId sessionId, UserId userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {SessionId} rejected by {UserId}")]
    public static partial void CallRejected(this ILogger logger, SessionId sessionId, UserId userId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Call {SessionId} ended: {Reason}")]
    public static partial void CallEnded(this ILogger logger, SessionId sessionId, EndReason reason);
}
