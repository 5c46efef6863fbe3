using System.Buffers;

namespace Goring.Web.Signaling;

/// <summary>
/// The stream below a WebSocket. What is written while it holds goes out in one write: of frames that are ready together
/// each would otherwise cost a packet and a system call of its own, which is most of what a small frame costs.
/// </summary>
/// <remarks>
/// The WebSocket writes one frame at a time, control frames among them, from whichever thread; <see cref="Hold"/> and
/// <see cref="ReleaseAsync"/> are for the one loop that sends. Nothing is kept behind: a write that finds another under
/// way waits for it, so that a client that does not read is noticed as ever.
/// </remarks>
internal sealed class GatheringStream(Stream inner, SocketClock clock) : Stream
{
    /// <summary>Once so much is gathered the sender is to let it go.</summary>
    public const int Most = 32 * 1024;

    /// <summary>How much is read at once: a session description with the candidates behind it.</summary>
    private const int ReadAhead = 8 * 1024;

    /// <summary>A ping without a payload (RFC 6455, 5.5.2).</summary>
    private static readonly byte[] Ping = [0x89, 0x00];

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private byte[]? _ahead;
    private int _aheadAt;
    private int _aheadLength;
    private byte[]? _gathered;
    private int _length;
    private bool _holds;
    private long _heardAt = clock.Now;
    private ReadTurn _turn;
    private bool _hasMore;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException("A socket has no length.");

    public override long Position
    {
        get => throw new NotSupportedException("A socket has no position.");
        set => throw new NotSupportedException("A socket has no position.");
    }

    /// <summary>Whether as much is gathered as one write should have.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _length >= Most;
            }
        }
    }

    /// <summary>From now on writes are gathered.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds = true;
        }
    }

    /// <summary>Writes what was gathered, and gathers no more.</summary>
    public async ValueTask ReleaseAsync()
    {
        byte[]? gathered;
        int length;
        lock (_gate)
        {
            _holds = false;
            (gathered, length) = (_gathered, _length);
            (_gathered, _length) = (null, 0);
        }

        if (gathered is null)
        {
            return;
        }

        try
        {
            await WriteThroughAsync(gathered.AsMemory(0, length), CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(gathered);
        }
    }

    /// <summary>When anything came last, by the clock of the rounds; that it began counts.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>
    /// Sends a ping, which the client answers whatever it does. False where a write is under way: then is no time for it. That
    /// it failed is found out by whoever reads.
    /// </summary>
    /// <remarks>The WebSocket writes each frame whole, so that this one stands between two of them.</remarks>
    public bool TryPing()
    {
        lock (_gate)
        {
            if (_holds)
            {
                Gather(Ping);
                return true;
            }
        }

        if (!_writing.Wait(0))
        {
            return false;
        }

        _ = PingAsync();
        return true;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_holds)
            {
                Gather(buffer.Span);
                return ValueTask.CompletedTask;
            }
        }

        return WriteThroughAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>The server's stream sends what it is given.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// The WebSocket asks for a frame's few bytes of header, then for its payload. What has arrived is taken from the
    /// server's stream at once and kept until it is asked for; while nothing is there, no buffer is held.
    /// </summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // It asks for more when it has got what it asked for before.
        Volatile.Write(ref _heardAt, clock.Now);
        if (_ahead is not null)
        {
            return new(buffer.IsEmpty ? 0 : TakeAhead(buffer.Span));
        }

        // A read of nothing waits until something is there.
        return buffer.IsEmpty ? inner.ReadAsync(buffer, cancellationToken) : ReadThroughAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A WebSocket writes asynchronously.");

    public override void Flush()
    {
        // As FlushAsync.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A socket has no position.");

    public override void SetLength(long value) => throw new NotSupportedException("A socket has no length.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadThroughAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_turn.IsOver())
        {
            await ReadTurn.NextAsync(cancellationToken);
        }
        else if (_hasMore)
        {
            // Others of the same threads first.
            await Task.Yield();
        }

        if (buffer.Length >= ReadAhead)
        {
            // It needs no help.
            _hasMore = false;
            return _turn.Took(await inner.ReadAsync(buffer, cancellationToken));
        }

        var ahead = ArrayPool<byte>.Shared.Rent(ReadAhead);
        try
        {
            var length = _turn.Took(await inner.ReadAsync(ahead, cancellationToken));
            _hasMore = length >= ReadAhead;
            if (length > buffer.Length)
            {
                (_ahead, _aheadAt, _aheadLength) = (ahead, 0, length);
                ahead = null;
                return TakeAhead(buffer.Span);
            }

            ahead.AsSpan(0, length).CopyTo(buffer.Span);
            return length;
        }
        finally
        {
            if (ahead is not null)
            {
                ArrayPool<byte>.Shared.Return(ahead);
            }
        }
    }

    private int TakeAhead(Span<byte> buffer)
    {
        var taken = Math.Min(buffer.Length, _aheadLength - _aheadAt);
        _ahead.AsSpan(_aheadAt, taken).CopyTo(buffer);
        _aheadAt += taken;
        if (_aheadAt == _aheadLength)
        {
            ArrayPool<byte>.Shared.Return(_ahead!);
            _ahead = null;
        }

        return taken;
    }

    private async Task PingAsync()
    {
        try
        {
            await inner.WriteAsync(Ping);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever reads finds out.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask WriteThroughAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        var needed = _length + bytes.Length;
        if (_gathered is null || needed > _gathered.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 4096));
            _gathered.AsSpan(0, _length).CopyTo(larger);
            if (_gathered is not null)
            {
                ArrayPool<byte>.Shared.Return(_gathered);
            }

            _gathered = larger;
        }

        bytes.CopyTo(_gathered.AsSpan(_length));
        _length = needed;
    }
}
