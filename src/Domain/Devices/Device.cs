namespace Goring.Domain.Devices;

/// <summary>A phone that a push service can wake.</summary>
/// <param name="Token">The push service's token for it. A secret: logs show its last 6 characters at most.</param>
/// <param name="Os">Which push service the token belongs to.</param>
public sealed record Device(string Token, DeviceOs Os)
{
    /// <summary>The longest token taken, in UTF-16 code units. FCM and APNs set no bound; theirs are below 300 today.</summary>
    public const int MaxTokenLength = 4096;
}
