namespace Goring.Web.Signaling;

/// <summary>
/// How long nothing has come from a client: it is pinged after <see cref="ConnectionSettings.PingInterval"/>, and gone at the
/// latest <see cref="ConnectionSettings.PongTimeout"/> behind that. It looks now and then, and rounds down: what came since the
/// look before counts as if it had come with that one, and three looks are taken off the wait, which is how late it may be.
/// </summary>
internal sealed class SilenceWatch(GatheringStream stream, ConnectionSettings settings, TimeProvider time)
{
    /// <summary>Not each time it is asked: each look touches memory that an idle socket leaves alone.</summary>
    private static readonly TimeSpan MostBetweenLooks = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _betweenLooks =
        settings.PingInterval / 4 < MostBetweenLooks ? settings.PingInterval / 4 : MostBetweenLooks;

    private long _heardAt = time.GetTimestamp();
    private long _lookedAt = time.GetTimestamp();
    private long? _silentSince;
    private bool _pinged;

    /// <summary>Pings where it is time to. For one caller at a time.</summary>
    /// <returns>Whether the client is gone.</returns>
    public bool IsGone()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lookedAt, now) < _betweenLooks)
        {
            return false;
        }

        if (stream.TakeHeard())
        {
            (_heardAt, _silentSince, _pinged) = (_lookedAt, null, false);
        }

        _lookedAt = now;
        if (_silentSince is null && time.GetElapsedTime(_heardAt, now) < settings.PingInterval)
        {
            return false;
        }

        // From when it was to be pinged: one whose socket takes nothing any more is never pinged, and gone all the same.
        _silentSince ??= now;
        _pinged = _pinged || stream.TryPing();
        return time.GetElapsedTime(_silentSince.Value, now) >= settings.PongTimeout - (3 * _betweenLooks);
    }
}
