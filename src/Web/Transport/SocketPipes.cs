using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Goring.Web.Transport;

/// <summary>A socket's two directions, and its end. Whoever has it owns the socket.</summary>
internal sealed class SocketPipes : IDuplexPipe
{
    /// <summary>What is still read of a client before its socket is closed, in bytes, and how much at once.</summary>
    private const int MostDrained = 64 * 1024;
    private const int Waste = 4096;

    private readonly Socket _socket;
    private readonly SocketInput _input;
    private int _isClosed;

    /// <param name="onOver">Called once, where nothing more comes.</param>
    public SocketPipes(Socket socket, Action? onOver = null)
        : this(socket, new SocketInput(socket, onOver))
    {
    }

    private SocketPipes(Socket socket, SocketInput input)
    {
        // Nothing waits on the thread that would have to end the wait.
        socket.Blocking = false;
        _socket = socket;
        _input = input;
        Output = new SocketOutput(socket);
    }

    public PipeReader Input => _input;

    public PipeWriter Output { get; }

    /// <summary>
    /// Others over the same socket, beginning with what has come and was not read. What becomes of these ones has no effect on it any more. Nobody may
    /// be reading or writing.
    /// </summary>
    public SocketPipes TakeOver() => new(_socket, _input.TakeOver());

    /// <summary>Ends the connection without sending what is left; the other side is told that it is reset.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _socket.Close(timeout: 0);
        }
    }

    /// <summary>Ends the connection once what was flushed is sent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            Input.Complete();
            Output.Complete();
            SayGoodbye();
            _socket.Dispose();
        }
    }

    /// <summary>A socket that is closed with something unread is reset, and the other side may lose what it was sent last (RFC 9112, 9.6).</summary>
    private void SayGoodbye()
    {
        var waste = ArrayPool<byte>.Shared.Rent(Waste);
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
            for (var drained = 0; drained < MostDrained && _socket.Available > 0;)
            {
                drained += _socket.Receive(waste);
            }
        }
        catch (SocketException)
        {
            // The other side was faster.
        }

        ArrayPool<byte>.Shared.Return(waste);
    }
}
