using System.Diagnostics;

namespace Goring.Bench.Load.Calls;

/// <summary>Durations, each kept: percentiles are exact.</summary>
internal sealed class LatencyLog
{
    private long[] _ticks = new long[64 * 1024];
    private int _count;
    private bool _sorted;

    public int Count => _count;

    public void Add(long ticks)
    {
        if (_count == _ticks.Length)
        {
            Array.Resize(ref _ticks, 2 * _count);
        }

        _ticks[_count++] = ticks;
        _sorted = false;
    }

    public void Clear() => _count = 0;

    /// <summary>In milliseconds; NaN where there are none.</summary>
    public double Percentile(double percent)
    {
        if (_count == 0)
        {
            return double.NaN;
        }

        if (!_sorted)
        {
            Array.Sort(_ticks, 0, _count);
            _sorted = true;
        }

        var rank = (int)Math.Ceiling(percent / 100 * _count);
        return _ticks[Math.Clamp(rank, 1, _count) - 1] * 1000.0 / Stopwatch.Frequency;
    }
}
