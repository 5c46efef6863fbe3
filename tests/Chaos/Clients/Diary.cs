using System.Globalization;

namespace Goring.Chaos.Clients;

/// <summary>The last things that happened to somebody, for whoever has to find out why.</summary>
internal sealed class Diary
{
    private const int Length = 60;

    private readonly Queue<string> _lines = new();

    public void Note(string line)
    {
        var dated = DateTimeOffset.UtcNow.ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture) + line;
        lock (_lines)
        {
            _lines.Enqueue(dated);
            if (_lines.Count > Length)
            {
                _lines.Dequeue();
            }
        }
    }

    public IReadOnlyList<string> Read()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
