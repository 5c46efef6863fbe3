namespace Goring.Web.Signaling;

/// <summary>
/// What time it was when the last round of <see cref="SocketSweep"/> began: what each read is stamped with, since to ask for
/// the time would cost more than the stamp.
/// </summary>
internal sealed class SocketClock(TimeProvider time)
{
    private long _now = time.GetTimestamp();

    /// <summary>A timestamp; late by a round at the most.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>A round begins.</summary>
    public void Tick() => Volatile.Write(ref _now, time.GetTimestamp());

    /// <summary>How long before <see cref="Now"/> that was.</summary>
    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp, Now);

    /// <summary>The timestamp that is so far behind <see cref="Now"/>.</summary>
    public long After(TimeSpan wait) => Now + (long)(wait.TotalSeconds * time.TimestampFrequency);
}
