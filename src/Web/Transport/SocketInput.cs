using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Transport;

/// <summary>
/// What comes over a socket, read when it is asked for: nothing is read ahead, so that a client that is not listened to waits in the kernel. While
/// nothing comes it holds no buffer. Whoever waits goes on on the thread that hears of what comes.
/// </summary>
/// <remarks>One reads at a time. <see cref="CancelPendingRead"/> is for anybody.</remarks>
internal sealed class SocketInput : PipeReader, IValueTaskSource<ReadResult>
{
    private readonly Socket _socket;
    private readonly Action? _onOver;
    private readonly Action _arrived;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<ReadResult> _wait;

    private UnreadBytes _unread;
    private ValueTaskAwaiter<int> _arrival;
    private bool _isOver;
    private Exception? _error;

    /// <summary>Under the lock: a receive of nothing is under way, which ends once something is there.</summary>
    private bool _isArriving;

    /// <summary>Under the lock: a reader waits for it.</summary>
    private bool _isWaitedFor;

    private volatile bool _isCanceled;

    /// <param name="onOver">Called once, where nothing more comes.</param>
    public SocketInput(Socket socket, Action? onOver)
    {
        _socket = socket;
        _onOver = onOver;
        _arrived = Arrive;
    }

    /// <exception cref="ConnectionResetException">The other side is gone.</exception>
    /// <exception cref="ConnectionAbortedException">The connection was given up here.</exception>
    public override bool TryRead(out ReadResult result)
    {
        var isCanceled = _isCanceled;
        if (isCanceled)
        {
            _isCanceled = false;
        }
        else if (_error is { } error)
        {
            throw error;
        }
        else if (!_unread.AnyNew && !_isOver)
        {
            result = default;
            return false;
        }

        result = Unread(isCanceled);
        return true;
    }

    /// <inheritdoc cref="TryRead"/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryRead(out var result))
        {
            return new(result);
        }

        _wait.Reset();
        if (MustWait())
        {
            var waiting = new ValueTask<ReadResult>(this, _wait.Version);
            return cancellationToken.CanBeCanceled ? WaitAsync(waiting, cancellationToken) : waiting;
        }

        TryRead(out result);
        return new(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _unread.AdvanceTo(consumed, examined);

    public override void CancelPendingRead()
    {
        lock (_gate)
        {
            if (!_isWaitedFor)
            {
                _isCanceled = true;
                return;
            }

            _isWaitedFor = false;
        }

        // Whoever cancels has something else to do.
        _wait.RunContinuationsAsynchronously = true;
        _wait.SetResult(Unread(isCanceled: true));
    }

    /// <summary>Nobody reads any more.</summary>
    public override void Complete(Exception? exception = null) => _unread.Release();

    /// <summary>Another over the same socket, beginning with what nobody has read. Nobody may be reading.</summary>
    public SocketInput TakeOver() => new(_socket, onOver: null) { _unread = _unread.Move() };

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> waiting, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(static input => ((SocketInput)input!).CancelPendingRead(), this);
        var result = await waiting;
        if (result.IsCanceled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return result;
    }

    private ReadResult Unread(bool isCanceled) => new(_unread.Sequence, isCanceled, _isOver);

    /// <summary>Receives what is there; where nothing is, whoever reads is waited for, until it arrives.</summary>
    private bool MustWait()
    {
        while (!_unread.AnyNew && !_isOver && !_isCanceled)
        {
            if (HasArrived())
            {
                Receive();
                continue;
            }

            lock (_gate)
            {
                if (_isArriving && !_isCanceled)
                {
                    return _isWaitedFor = true;
                }
            }
        }

        return false;
    }

    /// <summary>Asks the socket whether something is there, unless it was asked before and has not said yet.</summary>
    private bool HasArrived()
    {
        lock (_gate)
        {
            if (_isArriving)
            {
                return false;
            }

            _isArriving = true;
        }

        try
        {
#pragma warning disable CA2012 // Its result is taken once: here, or where it arrives.
            var arrival = _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, CancellationToken.None).GetAwaiter();
#pragma warning restore CA2012
            if (!arrival.IsCompleted)
            {
                _arrival = arrival;
                arrival.UnsafeOnCompleted(_arrived);
                return false;
            }

            arrival.GetResult();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // What is received next says so, and why.
        }

        _isArriving = false;
        return true;
    }

    private void Arrive()
    {
        try
        {
            _arrival.GetResult();
        }
        catch (SocketException)
        {
            // As in HasArrived.
        }

        lock (_gate)
        {
            _isArriving = false;
            if (!_isWaitedFor)
            {
                return;
            }

            _isWaitedFor = false;
        }

        Receive();
        if (MustWait())
        {
            // It was heard of twice, and read before.
            return;
        }

        _wait.RunContinuationsAsynchronously = false;
        if (_error is { } error)
        {
            _wait.SetException(error);
        }
        else
        {
            TryRead(out var result);
            _wait.SetResult(result);
        }
    }

    private void Receive()
    {
        SocketError error;
        var length = 0;
        try
        {
            // Mostly something is there, or the end; where neither is, this does not wait (SocketPipes).
            length = _socket.Receive(_unread.Room(), SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        _unread.Add(length);
        if (length == 0 && error != SocketError.WouldBlock)
        {
            End(error);
        }
    }

    private void End(SocketError error)
    {
        _isOver = true;
        _error = error switch
        {
            SocketError.Success => null,
            SocketError.OperationAborted or SocketError.Interrupted or SocketError.NotSocket =>
                new ConnectionAbortedException("The connection was given up."),
            _ => new ConnectionResetException("The connection is lost.", new SocketException((int)error)),
        };
        _onOver?.Invoke();
    }
}
