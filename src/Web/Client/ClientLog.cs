namespace Goring.Web.Client;

internal static partial class ClientLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The web client is served at /")]
    public static partial void ClientServed(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "There is no web client at /: {Reason}")]
    public static partial void ClientMissing(this ILogger logger, string reason);
}
