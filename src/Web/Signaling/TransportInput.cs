using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Goring.Web.Transport;

namespace Goring.Web.Signaling;

/// <summary>
/// What comes over a connection's transport, handed out in chunks and by turns. One reads at a time. A read that waits is used again for
/// the next: nearly every message of every client is waited for, and what a wait takes anew the collector copies for as long as the
/// client is silent (docs/decisions/0096).
/// </summary>
internal sealed class TransportInput(PipeReader input, SocketClock clock) : IValueTaskSource<int>
{
    /// <summary>How much is handed out before others have their turn; so much at once, and more is there.</summary>
    private const int Chunk = UnreadBytes.LeastRoom;

    private long _heardAt = clock.Now;
    private ReadTurn _turn;
    private ReadOnlySequence<byte> _unread;
    private bool _hasUnread;
    private bool _hasMore;
    private volatile bool _isEnded;

    private Action? _arrived;
    private ManualResetValueTaskSourceCore<int> _waiting;
    private ValueTaskAwaiter<ReadResult> _reading;
    private Memory<byte> _buffer;

    /// <summary>Bytes that have come and that nobody has read, as far as is known. For the one reader alone.</summary>
    public int Unread => _hasUnread ? (int)_unread.Length : 0;

    /// <summary>When anything came last, by the clock of the rounds; that it began counts.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>
    /// What has come; a read of nothing waits until something has. Whoever waits goes on on the thread that hears of what comes.
    /// </summary>
    /// <returns>How many bytes of the buffer were written; 0 where the other side sends no more.</returns>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // Whoever asks for more has got what was asked for before.
        Volatile.Write(ref _heardAt, clock.Now);
        if (_hasUnread)
        {
            return new(Take(buffer.Span));
        }

        var isOver = _turn.IsOver();
        if (isOver || _hasMore)
        {
            return LeaveAndReadAsync(isOver, buffer, cancellationToken);
        }

        return input.TryRead(out var read) ? new(Take(read, buffer.Span)) : WaitAsync(buffer, cancellationToken);
    }

    /// <summary>Ends a read that waits, and every one that follows.</summary>
    public void End()
    {
        _isEnded = true;
        input.CancelPendingRead();
    }

    int IValueTaskSource<int>.GetResult(short token) => _waiting.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _waiting.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiting.OnCompleted(continuation, state, token, flags);

    /// <summary>Others of the same threads first.</summary>
    private async ValueTask<int> LeaveAndReadAsync(bool forTurn, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (forTurn)
        {
            await ReadTurn.NextAsync(cancellationToken);
        }
        else
        {
            await Task.Yield();
        }

        return Take(await input.ReadAsync(cancellationToken), buffer.Span);
    }

    private ValueTask<int> WaitAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
#pragma warning disable CA2012 // Its result is taken once: here, or where it arrives.
        var reading = input.ReadAsync(cancellationToken).GetAwaiter();
#pragma warning restore CA2012
        if (reading.IsCompleted)
        {
            return new(Take(reading.GetResult(), buffer.Span));
        }

        _waiting.Reset();
        (_reading, _buffer) = (reading, buffer);
        reading.UnsafeOnCompleted(_arrived ??= Arrive);
        return new(this, _waiting.Version);
    }

    private void Arrive()
    {
        var (reading, buffer) = (_reading, _buffer);
        (_reading, _buffer) = (default, default);
        int length;
        try
        {
            length = Take(reading.GetResult(), buffer.Span);
        }
#pragma warning disable CA1031 // Whatever it is, it is the reader's.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _waiting.SetException(error);
            return;
        }

        _waiting.SetResult(length);
    }

    /// <summary>A chunk is handed out as it is asked for; until then nothing more is read of this connection.</summary>
    private int Take(ReadResult read, Span<byte> buffer)
    {
        _hasMore = read.Buffer.Length >= Chunk;
        _unread = _hasMore ? read.Buffer.Slice(0, Chunk) : read.Buffer;
        _hasUnread = true;
        _turn.Took((int)_unread.Length);
        var taken = Take(buffer);
        return _isEnded || read.IsCanceled ? throw new OperationCanceledException("The connection was given up.") : taken;
    }

    private int Take(Span<byte> buffer)
    {
        var length = (int)Math.Min(buffer.Length, _unread.Length);
        if (length > 0)
        {
            _unread.Slice(0, length).CopyTo(buffer);
            _unread = _unread.Slice(length);
        }

        if (_unread.IsEmpty)
        {
            input.AdvanceTo(_unread.End);
            (_hasUnread, _unread) = (false, default);
        }

        return length;
    }
}
