using System.Globalization;

namespace Goring.Bench.Load.Processes;

/// <summary>
/// The time that this machine had work for its processors and the host gave them to others (<c>steal</c> of <c>/proc/stat</c>, proc(5)).
/// It is nobody's processor time, but caches are cold behind it, and more so for whoever needs more of them.
/// </summary>
internal sealed class StolenTime
{
    private const int Idle = 3;
    private const int Wait = 4;
    private const int Steal = 7;
    private const int Fields = 8;

    private readonly long[] _before = Read();

    /// <returns>Of the time in which there was work, since this was made: 0 to 1.</returns>
    public double Share()
    {
        var spent = Read().Zip(_before, (now, before) => now - before).ToArray();
        var busy = spent.Sum() - spent[Idle] - spent[Wait];
        return busy == 0 ? 0 : (double)spent[Steal] / busy;
    }

    private static long[] Read() =>
    [
        .. File.ReadLines("/proc/stat").First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Fields)
            .Select(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)),
    ];
}
