using System.Runtime.InteropServices;

namespace Goring.Web.Signaling;

/// <summary>
/// One client's share of the thread that reads of many. What is there is read at once, on the thread that hears of it, so
/// that whoever sends without end would keep the others of that thread waiting without end. Where a client's turn is
/// over nothing more of it is taken until the next; what it sends meanwhile fills the kernel's buffer, and then its own.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ReadTurn
{
    /// <summary>A turn's length: 16 ms, by the clock that costs nothing to ask.</summary>
    private const int MillisecondsLog2 = 4;

    /// <summary>Reads in a turn: some forty times what a client may send by default.</summary>
    private const int MostReads = 64;

    /// <summary>Bytes in a turn, which makes eight megabytes a second: twenty thousand of the shortest frames, a few milliseconds.</summary>
    private const int MostBytes = 128 * 1024;

    private long _turn;
    private int _reads;
    private int _bytes;

    /// <summary>Whether the client has had its share.</summary>
    public bool IsOver()
    {
        var turn = Environment.TickCount64 >> MillisecondsLog2;
        if (turn != _turn)
        {
            (_turn, _reads, _bytes) = (turn, 0, 0);
        }

        return ++_reads > MostReads || _bytes > MostBytes;
    }

    /// <summary>Counts what was read.</summary>
    public void Took(int bytes) => _bytes += bytes;

    /// <summary>Waits until the turn that is over has passed, and goes on beside the thread that others wait for.</summary>
    public static Task NextAsync(CancellationToken cancellationToken) =>
        Task.Delay(1 << MillisecondsLog2, cancellationToken);
}
