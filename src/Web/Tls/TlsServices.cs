using Goring.Web.Configuration;

namespace Goring.Web.Tls;

/// <summary>TLS in the process, for the program itself: a host of somebody else's listens as it pleases.</summary>
internal static class TlsServices
{
    /// <exception cref="SettingException">The files cannot be used.</exception>
    public static void AddTls(this IServiceCollection services, TlsSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new TlsCertificate(settings));
        services.AddHostedService<TlsReload>();
    }
}
