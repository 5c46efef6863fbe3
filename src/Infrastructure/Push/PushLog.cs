using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Push;

/// <summary>
/// One line an attempt, for who looks into it; what became of the push in the end is said by who makes the attempts. Of a
/// device's token its last 6 characters are shown, of a header nothing.
/// </summary>
internal static partial class PushLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Push for {SessionId} to {Os} device …{DeviceEnd}: {Outcome} {Reason}")]
    public static partial void PushAnswered(
        this ILogger logger, SessionId sessionId, DeviceOs os, string deviceEnd, string outcome, string reason);
}
