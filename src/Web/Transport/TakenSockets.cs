using System.IO.Pipelines;

namespace Goring.Web.Transport;

/// <summary>The sockets that came in at one place and are not Kestrel's any more, which would end those of its own when it stops.</summary>
internal sealed class TakenSockets
{
    private readonly Lock _gate = new();
    private readonly HashSet<TakenSocket> _open = [];
    private bool _isOver;

    public TakenSocket Add(SocketPipes pipes)
    {
        var socket = new TakenSocket(pipes, this);
        lock (_gate)
        {
            if (!_isOver)
            {
                _open.Add(socket);
                return socket;
            }
        }

        socket.Abort();
        return socket;
    }

    public void Remove(TakenSocket socket)
    {
        lock (_gate)
        {
            _open.Remove(socket);
        }
    }

    /// <summary>Ends all there are, and all that come.</summary>
    public void Abort()
    {
        TakenSocket[] left;
        lock (_gate)
        {
            _isOver = true;
            left = [.. _open];
        }

        Array.ForEach(left, static socket => socket.Abort());
    }
}

/// <summary>A socket that is not Kestrel's any more. Disposing of it closes it, once what was flushed is sent.</summary>
internal sealed class TakenSocket(SocketPipes pipes, TakenSockets all) : IDisposable
{
    public IDuplexPipe Transport => pipes;

    /// <inheritdoc cref="SocketPipes.Abort"/>
    public void Abort() => pipes.Abort();

    public void Dispose()
    {
        pipes.Close();
        all.Remove(this);
    }
}
