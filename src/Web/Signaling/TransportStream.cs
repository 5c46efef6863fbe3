using System.Buffers;
using System.IO.Pipelines;

namespace Goring.Web.Signaling;

/// <summary>
/// What stands below a WebSocket: the pipes of its connection's transport. The server's own stream for an upgraded request (RFC 9110,
/// 7.8) hands each read and write through HTTP's layers, which have no part in them any more (docs/decisions/0089).
/// </summary>
/// <remarks>
/// One reads at a time. The WebSocket writes one frame at a time, control frames among them, from whichever thread; <see cref="Hold"/> and
/// <see cref="ReleaseAsync"/> are for the one loop that sends: what is written between them goes out together, since of frames that are
/// ready together each would otherwise cost a packet and a system call of its own. A write that finds another under way waits
/// for it, so that a client that does not read is noticed.
/// </remarks>
/// <param name="abort">Ends the connection without sending what is left.</param>
internal sealed class TransportStream(IDuplexPipe transport, Action abort, SocketClock clock) : AsyncStream
{
    /// <summary>Once so much is held the sender is to let it go.</summary>
    public const int Most = 32 * 1024;

    /// <summary>How much is read at once: a session description with the candidates behind it.</summary>
    private const int Chunk = 8 * 1024;

    /// <summary>A ping without a payload (RFC 6455, 5.5.2).</summary>
    private static readonly byte[] Ping = [0x89, 0x00];

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private bool _holds;
    private bool _isFlushing;
    private volatile bool _isDisposed;

    private long _heardAt = clock.Now;
    private ReadTurn _turn;
    private PipeArrival? _arrival;
    private ReadOnlySequence<byte> _unread;
    private bool _hasUnread;
    private bool _hasMore;

    /// <summary>Whether as much is held as should go out at once.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return transport.Output.UnflushedBytes >= Most;
            }
        }
    }

    /// <summary>Bytes that have come and that nobody has read, as far as is known. For the one reader alone.</summary>
    public int Unread => _hasUnread ? (int)_unread.Length : 0;

    /// <summary>When anything came last, by the clock of the rounds; that it began counts.</summary>
    public long HeardAt => Volatile.Read(ref _heardAt);

    /// <summary>From now on what is written stays.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds = !_isDisposed;
        }
    }

    /// <summary>Sends what stayed, and holds no more.</summary>
    /// <inheritdoc cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/>
    public ValueTask ReleaseAsync()
    {
        lock (_gate)
        {
            _holds = false;
            if (transport.Output.UnflushedBytes == 0)
            {
                return ValueTask.CompletedTask;
            }
        }

        return SendAsync(ReadOnlyMemory<byte>.Empty, CancellationToken.None);
    }

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
                transport.Output.Write(Ping);
                return true;
            }
        }

        if (!_flushing.Wait(0))
        {
            return false;
        }

        _ = PingAsync();
        return true;
    }

    /// <summary>Sends, or holds; where the other side takes too little, once there is room again.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">It was disposed of.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_gate)
        {
            if (_holds)
            {
                transport.Output.Write(buffer.Span);
                return ValueTask.CompletedTask;
            }
        }

        return SendAsync(buffer, cancellationToken);
    }

    /// <summary>What has come; a read of nothing waits until something has. 0 where the other side sends no more.</summary>
    /// <exception cref="IOException">The connection is lost.</exception>
    /// <exception cref="OperationCanceledException">It was disposed of.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);

        // Whoever asks for more has got what was asked for before.
        Volatile.Write(ref _heardAt, clock.Now);
        if (_hasUnread)
        {
            return new(Take(buffer.Span));
        }

        var waits = _turn.IsOver();
        if (waits || _hasMore)
        {
            return LeaveAndReadAsync(waits, buffer, cancellationToken);
        }

        return transport.Input.TryRead(out var read)
            ? new(Take(read, buffer.Span))
            : (_arrival ??= new(transport.Input, this)).ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Ends a read and a write, whatever they wait for. The pipes stay the server's, which completes them.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && TryEnd(out var isFlushing))
        {
            transport.Input.CancelPendingRead();
            if (isFlushing)
            {
                // Its client does not read, and may never.
                transport.Output.CancelPendingFlush();
                abort();
            }
        }

        base.Dispose(disposing);
    }

    private bool TryEnd(out bool isFlushing)
    {
        lock (_gate)
        {
            (var ended, _isDisposed, _holds, isFlushing) = (_isDisposed, true, false, _isFlushing);
            return !ended;
        }
    }

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

        return Take(await transport.Input.ReadAsync(cancellationToken), buffer.Span);
    }

    /// <summary>A chunk is handed out as it is asked for; until then nothing more is read of this connection.</summary>
    internal int Take(ReadResult read, Span<byte> buffer)
    {
        _hasMore = read.Buffer.Length > Chunk;
        _unread = _hasMore ? read.Buffer.Slice(0, Chunk) : read.Buffer;
        _hasUnread = true;
        _turn.Took((int)_unread.Length);
        var taken = Take(buffer);
        ThrowIfGivenUp(_isDisposed || read.IsCanceled);
        return taken;
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
            transport.Input.AdvanceTo(_unread.End);
            (_hasUnread, _unread) = (false, default);
        }

        return length;
    }

    private async Task PingAsync()
    {
        try
        {
            await FlushWithAsync(Ping, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // Whoever reads finds out.
        }
        finally
        {
            _flushing.Release();
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken);
        try
        {
            await FlushWithAsync(bytes, cancellationToken);
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Sends what is held, and behind it those. For whoever has the semaphore.</summary>
    private async ValueTask FlushWithAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ThrowIfGivenUp(_isDisposed);
            transport.Output.Write(bytes.Span);
            _isFlushing = true;
        }

        // Where it is disposed of from here on, this ends at once.
        var flushed = await transport.Output.FlushAsync(cancellationToken);
        lock (_gate)
        {
            _isFlushing = false;
            ThrowIfGivenUp(_isDisposed || flushed.IsCanceled);
        }

        if (flushed.IsCompleted)
        {
            throw new IOException("The connection is lost.");
        }
    }

    private static void ThrowIfGivenUp(bool isGivenUp)
    {
        if (isGivenUp)
        {
            throw new OperationCanceledException("The connection was given up.");
        }
    }
}
