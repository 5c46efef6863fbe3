using Goring.Application.Push;

namespace Goring.Infrastructure.Push;

/// <summary>What the end of the ring means for a request that is about to be made.</summary>
internal static class RingTime
{
    /// <summary>
    /// Whether a request may still be begun: until the end of the ring, since a late ring is worse than none. The first
    /// one of a cancellation may always: it silences a phone, and goes out when the ring is over.
    /// </summary>
    /// <param name="again">Whether it is a second request of the same attempt.</param>
    public static bool MayBegin(this PushMessage message, DateTimeOffset now, bool again = false) =>
        now < message.ExpiresAt || (message.Kind == PushKind.CallCancelled && !again);

    /// <summary>What is left of the ring in whole seconds, rounded down; nothing where it is over.</summary>
    public static long SecondsLeft(this PushMessage message, DateTimeOffset now) =>
        Math.Max(0, (long)Math.Floor((message.ExpiresAt - now).TotalSeconds));
}
