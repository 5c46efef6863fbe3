namespace Goring.Web.Signaling;

/// <summary>
/// How long nothing has come from a client: it is pinged after <see cref="ConnectionSettings.PingInterval"/>, and gone at the
/// latest <see cref="ConnectionSettings.PongTimeout"/> behind that. What it knows is late by a round of
/// <see cref="SocketSweep"/>, and so are its looks: what that may come to is taken off the wait.
/// </summary>
internal sealed class SilenceWatch(TransportStream stream, ConnectionSettings settings, SocketClock clock)
{
    private readonly TimeSpan _late = 3 * (settings.PingInterval / 4 < settings.Sweep ? settings.PingInterval / 4 : settings.Sweep);

    private long _heardAt = stream.HeardAt;
    private long? _silentSince;
    private bool _pinged;

    /// <summary>Pings where it is time to. For one caller at a time.</summary>
    /// <returns>When to look again; null where the client is gone.</returns>
    public TimeSpan? Look()
    {
        if (stream.HeardAt != _heardAt)
        {
            (_heardAt, _silentSince, _pinged) = (stream.HeardAt, null, false);
        }

        var left = settings.PingInterval - clock.Since(_heardAt);
        if (_silentSince is null && left > TimeSpan.Zero)
        {
            return left;
        }

        // From when it was to be pinged: one whose socket takes nothing any more is never pinged, and gone all the same.
        _silentSince ??= clock.Now;
        left = settings.PongTimeout - _late - clock.Since(_silentSince.Value);
        if (left <= TimeSpan.Zero)
        {
            return null;
        }

        _pinged = _pinged || stream.TryPing();
        return !_pinged ? TimeSpan.Zero : left < settings.PingInterval ? left : settings.PingInterval;
    }
}
