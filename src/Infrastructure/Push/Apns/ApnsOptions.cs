using System.Security.Cryptography.X509Certificates;
using Goring.Domain.Devices;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>Where APNs is, and who we are to it.</summary>
public sealed record ApnsOptions
{
    /// <summary>The app's bundle id; its VoIP topic is that and <c>.voip</c>.</summary>
    public required string BundleId { get; init; }

    public required ApnsCredentials Credentials { get; init; }

    /// <summary>Which environment is asked first about a device that did not say which knows it.</summary>
    public ApnsEnvironment FirstAsked { get; init; } = ApnsEnvironment.Development;

    /// <summary>
    /// Where the production environment is. The same as <see cref="DevelopmentEndpoint"/>: a stand-in that knows no
    /// difference.
    /// </summary>
    public Uri ProductionEndpoint { get; init; } = new("https://api.push.apple.com");

    public Uri DevelopmentEndpoint { get; init; } = new("https://api.sandbox.push.apple.com");

    /// <summary>Who may have signed the service's certificate; null: whom the system trusts.</summary>
    public X509Certificate2Collection? TrustedAuthorities { get; init; }

    internal TimeSpan AttemptTimeout { get; init; } = PushAttempt.Timeout;

    internal TimeSpan ConnectTimeout { get; init; } = PushHandlers.ConnectTimeout;

    internal TimeSpan PingDelay { get; init; } = PushHandlers.PingDelay;

    internal TimeSpan PingTimeout { get; init; } = PushHandlers.PingTimeout;

    internal Uri EndpointOf(ApnsEnvironment environment) =>
        environment == ApnsEnvironment.Production ? ProductionEndpoint : DevelopmentEndpoint;
}
