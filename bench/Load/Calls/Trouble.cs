using System.Text;

namespace Goring.Bench.Load.Calls;

/// <summary>What went wrong, over a whole run: any of it makes the run's figures worthless.</summary>
internal sealed class Trouble
{
    private const int MostExamples = 10;
    private const int MostText = 160;

    private readonly List<string> _examples = [];
    private readonly Lock _gate = new();
    private long _failures;
    private long _strays;

    /// <summary>Calls that did not go as they must, and connections lost.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Messages that nobody waited for.</summary>
    public long Strays => Interlocked.Read(ref _strays);

    public bool None => Failures == 0 && Strays == 0;

    public IReadOnlyList<string> Examples
    {
        get
        {
            lock (_gate)
            {
                return [.. _examples];
            }
        }
    }

    public void Fail(string what)
    {
        Interlocked.Increment(ref _failures);
        Note(what);
    }

    public void Stray(string where, ReadOnlySpan<byte> message)
    {
        Interlocked.Increment(ref _strays);
        Note($"stray at {where}: {Start(message)}");
    }

    public static string Start(ReadOnlySpan<byte> message) =>
        Encoding.UTF8.GetString(message[..Math.Min(message.Length, MostText)]);

    private void Note(string what)
    {
        lock (_gate)
        {
            if (_examples.Count < MostExamples)
            {
                _examples.Add(what);
            }
        }
    }
}
