namespace Goring.Domain.Devices;

/// <summary>A phone that a push service can wake.</summary>
/// <param name="Token">The push service's token for it. A secret: logs show its last 6 characters at most.</param>
/// <param name="Os">Which push service the token belongs to.</param>
/// <param name="Environment">Which APNs knows the token; null where nobody has said, and for Android.</param>
/// <param name="RegisteredAt">When its app registered it last; null for one that a caller named.</param>
public sealed record Device(
    string Token, DeviceOs Os, ApnsEnvironment? Environment = null, DateTimeOffset? RegisteredAt = null)
{
    /// <summary>The longest token taken, in UTF-16 code units. FCM and APNs set no bound; theirs are below 300 today.</summary>
    public const int MaxTokenLength = 4096;

    private const int ShownOfToken = 6;

    /// <summary>As much of the token as a log may show: its last 6 characters, and of a shorter one nothing.</summary>
    public string TokenEnd => Token.Length > ShownOfToken ? Token[^ShownOfToken..] : "";

    public override string ToString() => $"{Os} …{TokenEnd}";
}
