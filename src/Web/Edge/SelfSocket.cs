using System.Net.Sockets;

namespace Goring.Web.Edge;

/// <summary>
/// A socket to ourselves, by which a thread that polls sockets wakes itself (the self-pipe trick): what is signalled while it handles one
/// poll's events is heard at its next poll. .NET gives each such socket to one of its polling threads, in turns.
/// </summary>
internal sealed class SelfSocket : IDisposable
{
    private static readonly byte[] Mark = [1];

    private readonly Socket _inbound;
    private readonly Socket _outbound;
    private readonly SocketAsyncEventArgs _receiving = new();
    private readonly Action<SelfSocket> _heard;

    private SelfSocket(Socket inbound, Socket outbound, Action<SelfSocket> heard)
    {
        (_inbound, _outbound, _heard) = (inbound, outbound, heard);
        _receiving.SetBuffer(new byte[16]);
        _receiving.Completed += (_, _) => Hear();
    }

    /// <param name="heard">Called where signals are heard, once for those that came together; signals meanwhile call it again.</param>
    /// <returns>Null where the system has no such sockets, or somebody else got hold of this one.</returns>
    public static SelfSocket? TryOpen(Action<SelfSocket> heard)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        using var listener = NewSocket();
        var outbound = NewSocket();
        try
        {
            // Names that begin with a zero are no files (unix(7)). Whoever may use the machine's network may use them, so that the
            // one who connects must have the name that nobody knew before.
            outbound.Bind(NewName());
            listener.Bind(NewName());
            listener.Listen(backlog: 1);
            outbound.Connect(listener.LocalEndPoint!);
            var inbound = listener.Accept();
            if (inbound.RemoteEndPoint!.Equals(outbound.LocalEndPoint))
            {
                var opened = new SelfSocket(inbound, outbound, heard);
                opened.Receive();
                return opened;
            }

            inbound.Dispose();
        }
        catch (SocketException)
        {
            // A system that forbids them.
        }

        outbound.Dispose();
        return null;
    }

    /// <summary>To be called once for each time that it was heard: what stands in the socket's buffer is bounded by that.</summary>
    /// <returns>False where it will not be heard.</returns>
    public bool TrySignal()
    {
        try
        {
            return _outbound.Send(Mark) == Mark.Length;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Hears no more.</summary>
    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
        _receiving.Dispose();
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint NewName() => new($"\0goring-{Guid.NewGuid():N}");

    private void Hear()
    {
        if (TakeSignal())
        {
            Receive();
        }
    }

    private void Receive()
    {
        try
        {
            while (!_inbound.ReceiveAsync(_receiving) && TakeSignal())
            {
                // What came while the others were handled.
            }
        }
        catch (ObjectDisposedException)
        {
            // It is over.
        }
    }

    private bool TakeSignal()
    {
        if (_receiving.SocketError != SocketError.Success || _receiving.BytesTransferred == 0)
        {
            return false;
        }

        _heard(this);
        return true;
    }
}
