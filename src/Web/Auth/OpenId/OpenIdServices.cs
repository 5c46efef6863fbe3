using Goring.Application.Ports;

namespace Goring.Web.Auth.OpenId;

/// <summary>An OpenID provider in the host.</summary>
internal static class OpenIdServices
{
    /// <summary>How long a fetch may take, whoever waits for it.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static void AddOpenIdProvider(this IServiceCollection services, string authority)
    {
        services.AddSingleton(provider => new OpenIdSource(authority, Timeout, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new OpenIdProvider(
            provider.GetRequiredService<OpenIdSource>(),
            ITokenReader.Patience,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<OpenIdProvider>>()));
        services.AddHostedService<OpenIdRefresh>();
    }
}
