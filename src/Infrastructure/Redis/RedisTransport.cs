using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using RESPite.Transports;

namespace Goring.Infrastructure.Redis;

#pragma warning disable SER009 // An experiment of the client's; docs/decisions/0087 has what it brings, and the way back.

/// <summary>
/// The client's TCP connection to Redis. A command goes out on the thread that asks, and an answer is taken on the thread that
/// hears of it: the client's own stream has a loop of the thread pool for either.
/// </summary>
internal sealed class RedisTransport : DuplexTransport
{
    private const int ReadAtOnce = 64 * 1024;

    private readonly Socket _socket;
    private readonly RedisAnswers _answers;

    /// <summary>Never makes whoever asks wait, which the client does not expect: those who ask are bounded.</summary>
    private readonly Pipe _output = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));

    private volatile bool _isLost;

    /// <param name="socket">Connected; it is closed with the transport.</param>
    public RedisTransport(Socket socket, RedisAnswers answers)
    {
        _socket = socket;
        _answers = answers;
        _ = SendAsync();
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => _output.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _output.Writer.GetSpan(sizeHint);

    public override void Advance(int count) => _output.Writer.Advance(count);

    /// <summary>Sends what was written, at once if the socket takes it.</summary>
    /// <returns>False where the connection is lost.</returns>
    public override bool Flush()
    {
        var flushed = _output.Writer.FlushAsync();
        Debug.Assert(flushed.IsCompleted, "Nothing bounds this pipe.");
        return !_isLost;
    }

    public override void Start(TransportReceiver receiver) => _ = ReceiveAsync(receiver);

    public override ValueTask DisposeAsync()
    {
        End();

        // The pipe is not completed: somebody may be writing.
        _output.Reader.CancelPendingRead();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        _isLost = true;
        try
        {
            // What was sent is to arrive: without it Redis may be told to forget what it has not read yet.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It has ended before.
        }

        _socket.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            while (await _output.Reader.ReadAsync() is { IsCanceled: false, Buffer: var written })
            {
                foreach (var part in written)
                {
                    await SendAsync(part);
                }

                _output.Reader.AdvanceTo(written.End);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Whoever reads finds out, and tells the client.
            End();
        }

        await _output.Reader.CompleteAsync();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> part)
    {
        while (!part.IsEmpty)
        {
            part = part[await _socket.SendAsync(part)..];
        }
    }

    private async Task ReceiveAsync(TransportReceiver receiver)
    {
        Exception? fault = null;
        try
        {
            var buffer = new byte[ReadAtOnce];
            while (await _socket.ReceiveAsync(buffer.AsMemory()) is var length and > 0
                && receiver.OnReceived(buffer.AsSpan(0, length)))
            {
                receiver.OnBatchEnd();
                _answers.Look();
            }
        }
#pragma warning disable CA1031 // Whatever it is, it is the end of the connection, which the client is told.
        catch (Exception error)
#pragma warning restore CA1031
        {
            fault = error;
        }

        End();
        receiver.OnClosed(fault);

        // Of what was read last, too, where the client wants no more behind it.
        _answers.Look();
    }
}
