using Goring.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Protocol;

internal static partial class CommandLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Command} of {UserId} failed with the store: {Reason}")]
    public static partial void CommandWithoutStore(this ILogger logger, string command, UserId userId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} of {UserId} failed")]
    public static partial void CommandFailed(this ILogger logger, Exception error, string command, UserId userId);
}
