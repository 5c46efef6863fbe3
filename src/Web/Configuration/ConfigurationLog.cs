namespace Goring.Web.Configuration;

internal static partial class ConfigurationLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Variable} is set, but this version does not act on it")]
    public static partial void SettingWithoutEffect(this ILogger logger, string variable);
}
