using System.Globalization;

namespace Goring.Abuse;

/// <summary>How long things took.</summary>
internal sealed class Times
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<double>> _milliseconds = [];

    public void Add(string name, TimeSpan took)
    {
        lock (_gate)
        {
            if (!_milliseconds.TryGetValue(name, out var all))
            {
                _milliseconds[name] = all = [];
            }

            all.Add(took.TotalMilliseconds);
        }
    }

    /// <summary>Median, 99th percentile and the worst.</summary>
    public string Row(string name, int firstWidth)
    {
        lock (_gate)
        {
            double[] all = _milliseconds.TryGetValue(name, out var found) ? [.. found.Order()] : [double.NaN];
            return Text(all[all.Length / 2]).PadLeft(firstWidth)
                + Text(all[(int)(all.Length * 0.99)]).PadLeft(9) + Text(all[^1]).PadLeft(9);
        }
    }

    private static string Text(double milliseconds) => milliseconds.ToString("F2", CultureInfo.InvariantCulture);
}
