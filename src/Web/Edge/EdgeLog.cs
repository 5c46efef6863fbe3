namespace Goring.Web.Edge;

internal static partial class EdgeLog
{
    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Takes {Sockets} sockets and {Waiting} connections that wait, of {Descriptors} descriptors")]
    public static partial void CapacityKnown(this ILogger logger, int sockets, int waiting, int descriptors);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Variable} is more than {Descriptors} descriptors leave room for: raise the limit of open files")]
    public static partial void TooFewDescriptors(this ILogger logger, string variable, int descriptors);

    [LoggerMessage(Level = LogLevel.Warning, Message = "All {Sockets} sockets are taken: newcomers are turned away")]
    public static partial void Full(this ILogger logger, int sockets);
}
