namespace Goring.Web.Tls;

internal static partial class TlsLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A new certificate is in use, good until {Expires}")]
    public static partial void CertificateTaken(this ILogger logger, DateTimeOffset expires);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "The certificate's files have changed and cannot be used, those before are: {Fault}")]
    public static partial void CertificateRefused(this ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate is good until {Expires} and no longer")]
    public static partial void CertificateExpires(this ILogger logger, DateTimeOffset expires);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate has expired, on {Expires}: no client connects")]
    public static partial void CertificateExpired(this ILogger logger, DateTimeOffset expires);
}
