namespace Goring.Web.Auth.OpenId;

internal static partial class OpenIdLog
{
    /// <summary>The provider vouches for who somebody is, not for which program they let in.</summary>
    public static void WarnOfOpenAudience(this ILogger logger, TokenSettings settings)
    {
        if (settings is { Authority: not null, Audience: null })
        {
            logger.AudienceIsOpen();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "JWT_AUTHORITY is set and JWT_AUDIENCE is not: what the provider issues for any other program is accepted too")]
    private static partial void AudienceIsOpen(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "The OpenID provider has {Count} keys that tokens can be checked with")]
    public static partial void KeysAreThere(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of the OpenID provider cannot be fetched: {Reason}; those known stay, and it is tried again")]
    public static partial void KeysAreAway(this ILogger logger, string reason);
}
