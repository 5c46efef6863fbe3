using System.Runtime.InteropServices;

namespace Goring.Web.Signaling;

/// <summary>How long a socket's token is still good, and when its client is to be told that it is soon over.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct TokenLife
{
    private readonly long _over;
    private long _warn;

    private TokenLife(long over, long warn)
    {
        _over = over;
        _warn = warn;
    }

    public static TokenLife Endless => new(long.MaxValue, long.MaxValue);

    /// <param name="warning">
    /// How long before the end, at most. Of a token that lives shorter than twice that, half of its life: a client that
    /// fetches another when it is told to must not be told at once again.
    /// </param>
    public static TokenLife Until(DateTimeOffset? expires, DateTimeOffset now, TimeSpan warning)
    {
        if (expires is not { } over)
        {
            return Endless;
        }

        var half = (over - now) / 2;
        return new(over.UtcTicks, (over - (half < warning ? half : warning)).UtcTicks);
    }

    public readonly bool IsOver(DateTimeOffset now) => now.UtcTicks >= _over;

    /// <summary>How long nothing is to be done; of a client that is not warned, until the end alone.</summary>
    public readonly TimeSpan LeftAlone(DateTimeOffset now, bool isWarned)
    {
        var next = isWarned && _warn < _over ? _warn : _over;
        return now.UtcTicks >= _over ? TimeSpan.MaxValue : new(next - now.UtcTicks);
    }

    /// <summary>Whether it is time to warn; true once.</summary>
    public bool TryWarn(DateTimeOffset now, out TimeSpan left)
    {
        left = new(_over - now.UtcTicks);
        if (now.UtcTicks < _warn)
        {
            return false;
        }

        _warn = long.MaxValue;
        return true;
    }
}
