using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Goring.Web.Transport;

/// <summary>
/// What goes out over a socket: gathered in one buffer, and sent by a flush on the thread that asks for it, as far as the kernel
/// takes it. Between flushes it holds no buffer.
/// </summary>
/// <remarks>
/// One writes at a time. A flush ends when the kernel has taken all: its token ends the wait for it and not the sending, since half
/// of a frame cannot be taken back. What ends that is the end of the connection.
/// </remarks>
internal sealed class SocketOutput(Socket socket) : PipeWriter
{
    /// <summary>Bytes, of the first buffer: most of what is sent is one frame.</summary>
    private const int LeastRoom = 1024;

    private byte[]? _buffer;
    private int _length;
    private volatile bool _isCanceled;
    private volatile bool _isOver;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsSpan(_length);
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_buffer?.Length ?? 0) - _length);
        _length += bytes;
    }

    /// <returns>Completed where the connection takes nothing any more.</returns>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isCanceled || _isOver || _buffer is not { } buffer || _length == 0)
        {
            return new(Result());
        }

        var bytes = buffer.AsMemory(0, _length);
        (_buffer, _length) = (null, 0);
        try
        {
#pragma warning disable CA2012 // Its result is taken once: here, or where it ends.
            var sending = socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None);
#pragma warning restore CA2012
            var sent = sending.GetAwaiter();
            if (!sent.IsCompleted)
            {
                var ending = EndAsync(sending, buffer);
                return cancellationToken.CanBeCanceled ? new(ending.AsTask().WaitAsync(cancellationToken)) : ending;
            }

            sent.GetResult();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Whoever reads finds out why.
            _isOver = true;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new(Result());
    }

    /// <summary>The next flush says that it was canceled. One that is under way ends with the connection alone.</summary>
    public override void CancelPendingFlush() => _isCanceled = true;

    /// <summary>Nobody writes any more.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (_buffer is { } buffer)
        {
            (_buffer, _length) = (null, 0);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<FlushResult> EndAsync(ValueTask<int> sending, byte[] buffer)
    {
        try
        {
            await sending;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // As in FlushAsync.
            _isOver = true;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Result();
    }

    private FlushResult Result()
    {
        var isCanceled = _isCanceled;
        _isCanceled = false;
        return new(isCanceled, _isOver);
    }

    private void MakeRoom(int sizeHint)
    {
        var room = Math.Max(sizeHint, 1);
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(room, LeastRoom));
        }
        else if (_buffer.Length - _length < room)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, _length + room));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
    }
}
