using System.Diagnostics;

namespace Goring.Chaos.Checks;

/// <summary>
/// How long messages were under way though their receiver was connected. Nothing is promised about it, but a message
/// that only the server's next round brings shows here.
/// </summary>
internal sealed class Delays
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private TimeSpan _longest;
    private string _what = "";
    private int _slow;

    /// <param name="takenAt">When the server said that it had it.</param>
    /// <param name="readySince">Since when the receiver was connected.</param>
    /// <param name="arrivedAt">When it was there.</param>
    public void Note(string what, long takenAt, long readySince, long arrivedAt)
    {
        var from = Math.Max(takenAt, readySince < arrivedAt ? readySince : takenAt);
        if (arrivedAt <= from)
        {
            return;
        }

        var took = Stopwatch.GetElapsedTime(from, arrivedAt);
        lock (_gate)
        {
            _slow += took > WorthTelling ? 1 : 0;
            if (took > _longest)
            {
                _longest = took;
                _what = $"{what} at {DateTimeOffset.UtcNow:HH:mm:ss}";
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return $"longest delivery {_longest.TotalSeconds:F2} s ({_what}), {_slow} above {WorthTelling.TotalSeconds:F0} s";
        }
    }
}
