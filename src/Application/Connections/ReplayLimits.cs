namespace Goring.Application.Connections;

/// <summary>How much is kept for a client that may come back (docs/protocol.md, part 3).</summary>
public static class ReplayLimits
{
    /// <summary>How long after its last socket a session can be resumed.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(120);

    /// <summary>How many events of a session are kept; an older one is dropped and a resume from before it starts anew.</summary>
    public const int MaxFrames = 512;

    /// <summary>The same in bytes.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>How many events are kept for a peer who is away from a call before a relay is refused.</summary>
    public const int MaxAwayFrames = 64;

    /// <summary>The same in bytes.</summary>
    public const int MaxAwayBytes = 256 * 1024;
}
