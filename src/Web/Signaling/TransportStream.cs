using System.Buffers;
using System.Diagnostics.CodeAnalysis;
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
/// for it, held or not: so that a client that does not read is noticed, and since under TLS the pipe lets go of all that it holds once it
/// has flushed, what came meanwhile included.
/// </remarks>
/// <param name="abort">Ends the connection without sending what is left.</param>
internal sealed class TransportStream(IDuplexPipe transport, Action abort, SocketClock clock) : AsyncStream
{
    /// <summary>Once so much is held the sender is to let it go.</summary>
    public const int Most = 32 * 1024;

    /// <summary>A ping without a payload (RFC 6455, 5.5.2).</summary>
    private static readonly byte[] Ping = [0x89, 0x00];

    private readonly Lock _gate = new();
    private readonly TransportInput _input = new(transport.Input, clock);
    private bool _holds;
    private bool _isFlushing;

    /// <summary>Completes with the write that is under way; null where nobody waits for it.</summary>
    private TaskCompletionSource? _turn;

    private volatile bool _isDisposed;

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

    /// <inheritdoc cref="TransportInput.Unread"/>
    public int Unread => _input.Unread;

    /// <inheritdoc cref="TransportInput.HeardAt"/>
    public long HeardAt => _input.HeardAt;

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
            if (_isFlushing)
            {
                return false;
            }

            if (_holds)
            {
                transport.Output.Write(Ping);
                return true;
            }

            if (_isDisposed)
            {
                return true;
            }

            BeginWrite(Ping);
        }

        _ = EndPingAsync();
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
            if (_holds && !_isFlushing)
            {
                transport.Output.Write(buffer.Span);
                return ValueTask.CompletedTask;
            }
        }

        return SendAsync(buffer, cancellationToken);
    }

    /// <inheritdoc cref="TransportInput.ReadAsync"/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _input.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Ends a read and a write, whatever they wait for. The pipes stay the server's, which completes them.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && TryEnd(out var isFlushing))
        {
            _input.End();
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

    private async Task EndPingAsync()
    {
        try
        {
            await EndWriteAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // Whoever reads finds out.
        }
    }

    /// <summary>Sends what is held, and behind it those; where another write is under way, once that is over.</summary>
    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        TryBeginWrite(bytes, out var turn) ? EndWriteAsync(cancellationToken) : WaitAndSendAsync(turn, bytes, cancellationToken);

    private async ValueTask WaitAndSendAsync(Task turn, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        do
        {
            await turn.WaitAsync(cancellationToken);
        }
        while (!TryBeginWrite(bytes, out turn!));

        await EndWriteAsync(cancellationToken);
    }

    /// <param name="turn">Where another write is under way, its end.</param>
    private bool TryBeginWrite(ReadOnlyMemory<byte> bytes, [NotNullWhen(false)] out Task? turn)
    {
        lock (_gate)
        {
            ThrowIfGivenUp(_isDisposed);
            if (_isFlushing)
            {
                _turn ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                turn = _turn.Task;
                return false;
            }

            BeginWrite(bytes.Span);
            turn = null;
            return true;
        }
    }

    /// <summary>Under the lock: begins a write, which <see cref="EndWriteAsync"/> ends.</summary>
    private void BeginWrite(ReadOnlySpan<byte> bytes)
    {
        transport.Output.Write(bytes);
        _isFlushing = true;
    }

    private async ValueTask EndWriteAsync(CancellationToken cancellationToken)
    {
        FlushResult flushed;
        try
        {
            // Where it is disposed of from here on, this ends at once.
            flushed = await transport.Output.FlushAsync(cancellationToken);
        }
        finally
        {
            LetNextWrite();
        }

        ThrowIfGivenUp(_isDisposed || flushed.IsCanceled);
        if (flushed.IsCompleted)
        {
            throw new IOException("The connection is lost.");
        }
    }

    private void LetNextWrite()
    {
        TaskCompletionSource? turn;
        lock (_gate)
        {
            (_isFlushing, turn, _turn) = (false, _turn, null);
        }

        turn?.SetResult();
    }

    private static void ThrowIfGivenUp(bool isGivenUp)
    {
        if (isGivenUp)
        {
            throw new OperationCanceledException("The connection was given up.");
        }
    }
}
