namespace Goring.Application.Ice;

/// <summary>What <c>ice.servers</c> hands out.</summary>
public sealed record IceOptions
{
    /// <summary>RFC 7064: <c>stun:host:port</c>. They ask for no credential.</summary>
    public IReadOnlyList<string> StunUrls { get; init; } = [];

    /// <summary>RFC 7065: <c>turn:host:port?transport=udp</c>.</summary>
    public IReadOnlyList<string> TurnUrls { get; init; } = [];

    /// <summary>
    /// The secrets shared with the TURN servers; the first signs. The others are there so that one list serves both:
    /// while secrets are rotated a TURN server takes each of them.
    /// </summary>
    public IReadOnlyList<string> TurnSecrets { get; init; } = [];

    /// <summary>How long a credential is good for; what is relayed already goes on behind its end.</summary>
    public TimeSpan TurnTtl { get; init; } = TimeSpan.FromHours(1);
}
