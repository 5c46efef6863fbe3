namespace Goring.Web.Signaling;

/// <summary>
/// How long nothing has come from a client: it is pinged after <see cref="ConnectionSettings.PingInterval"/>, and gone after
/// <see cref="ConnectionSettings.PongTimeout"/> more.
/// </summary>
internal sealed class SilenceWatch(GatheringStream stream, ConnectionSettings settings, TimeProvider time)
{
    private long _heardAt = time.GetTimestamp();
    private bool _pinged;

    /// <summary>Pings where it is time to. For one caller at a time.</summary>
    /// <returns>Whether the client is gone.</returns>
    public bool IsGone()
    {
        var now = time.GetTimestamp();
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
