using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A fault while looking after slots and deadlines")]
    public static partial void UpkeepFaulted(this ILogger logger, Exception error);
}
