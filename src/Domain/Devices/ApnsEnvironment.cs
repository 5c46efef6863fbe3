namespace Goring.Domain.Devices;

/// <summary>Apple's two push services. A token is known to one of them, as the app that asked for it was signed.</summary>
public enum ApnsEnvironment
{
    /// <summary>Apps from the App Store and from TestFlight.</summary>
    Production,

    /// <summary>Apps that Xcode installed; Apple's name for it is also "sandbox".</summary>
    Development,
}
