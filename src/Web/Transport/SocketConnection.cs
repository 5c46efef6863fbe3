using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Goring.Web.Transport;

/// <summary>
/// A connection as Kestrel has it, for as long as HTTP is spoken on it. A feature of itself, so that a request finds it: whoever
/// speaks something else takes its socket over, and the connection ends for Kestrel with that request.
/// </summary>
internal sealed class SocketConnection : DefaultConnectionContext
{
    private static long _connections;

    private readonly CancellationTokenSource _closed = new();
    private readonly TakenSockets _taken;
    private SocketPipes? _pipes;

    public SocketConnection(Socket socket, TakenSockets taken)
        : base(Interlocked.Increment(ref _connections).ToString("x8", CultureInfo.InvariantCulture))
    {
        socket.NoDelay = true;
        (LocalEndPoint, RemoteEndPoint) = (socket.LocalEndPoint, socket.RemoteEndPoint);
        _taken = taken;
        Transport = _pipes = new(socket, TellClosed);
        ConnectionClosed = _closed.Token;
        Features.Set(this);
    }

    /// <summary>Whether that is the socket, with nothing in between: no TLS above all.</summary>
    public bool IsBehind(IDuplexPipe transport) => ReferenceEquals(_pipes, transport);

    /// <summary>For a request that was upgraded (RFC 9110, 7.8) and answered so. It is to end soon, without another look at its connection.</summary>
    /// <exception cref="ConnectionAbortedException">The connection has ended.</exception>
    public TakenSocket TakeOver() => Interlocked.Exchange(ref _pipes, null) is { } pipes
        ? _taken.Add(pipes.TakeOver())
        : throw new ConnectionAbortedException("The connection has ended.");

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Interlocked.Exchange(ref _pipes, null) is { } pipes)
        {
            pipes.Abort();
            TellClosed();
        }
    }

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _pipes, null) is { } pipes)
        {
            pipes.Close();
            TellClosed();
        }

        return base.DisposeAsync();
    }

    /// <summary>On the thread pool: whoever hears of it has more to do than fits here.</summary>
    private void TellClosed() => _ = _closed.CancelAsync();
}
