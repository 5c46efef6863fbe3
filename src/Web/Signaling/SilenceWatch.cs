namespace Goring.Web.Signaling;

/// <summary>
/// How long nothing has come from a client: it is pinged after <see cref="ConnectionSettings.PingInterval"/>, and gone after
/// <see cref="ConnectionSettings.PongTimeout"/> more. It looks a few times in that while, not each time it is asked.
/// </summary>
internal sealed class SilenceWatch(GatheringStream stream, ConnectionSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _every = settings.PingInterval / 4 < Most ? settings.PingInterval / 4 : Most;
    private long _heardAt = time.GetTimestamp();
    private long _lookedAt = time.GetTimestamp();
    private bool _pinged;

    /// <summary>Pings where it is time to. For one caller at a time.</summary>
    /// <returns>Whether the client is gone.</returns>
    public bool IsGone()
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_lookedAt, now) < _every)
        {
            return false;
        }

        _lookedAt = now;
        if (stream.TakeHeard())
        {
            (_heardAt, _pinged) = (now, false);
            return false;
        }

        var silence = time.GetElapsedTime(_heardAt, now);
        if (!_pinged && silence >= settings.PingInterval)
        {
            _pinged = stream.TryPing();
        }

        return silence >= settings.PingInterval + settings.PongTimeout;
    }
}
