using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Goring.Bench.Load.Net;

/// <summary>A TCP connection of an <see cref="EventLoop"/>. Everything from the loop's thread.</summary>
internal abstract unsafe class Channel(EventLoop loop) : IDisposable
{
    private Socket? _socket;
    private byte[]? _rest;
    private int _restLength;

    public int Descriptor { get; private set; }

    public bool IsConnected => _socket is not null;

    protected EventLoop Loop => loop;

    /// <exception cref="SocketException"/>
    public void Connect(IPEndPoint server)
    {
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
        Descriptor = (int)_socket.Handle;
        loop.Add(this);
    }

    /// <summary>Closes it at once, without a word.</summary>
    public void Dispose()
    {
        if (_socket is { } socket)
        {
            _socket = null;
            loop.Remove(this);
            socket.LingerState = new(enable: true, seconds: 0);
            socket.Dispose();
        }
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            // The socket is a blocking one. What waits for the server to read is at most the messages of one call.
            for (nint sent = 0; sent < bytes.Length && IsConnected;)
            {
                var count = Libc.Send(Descriptor, start + sent, bytes.Length - sent, Libc.NoSignal);
                if (count < 0 && Marshal.GetLastPInvokeError() is not Libc.Interrupted and var error)
                {
                    Dispose();
                    OnLost(new Win32Exception(error).Message);
                }

                sent += Math.Max(count, 0);
            }
        }
    }

    public void OnReadable()
    {
        var buffer = loop.Buffer;
        var kept = _restLength;
        _rest.AsSpan(0, kept).CopyTo(buffer);
        nint count;
        fixed (byte* start = buffer)
        {
            count = Libc.Receive(Descriptor, start + kept, buffer.Length - kept, Libc.DontWait);
        }

        if (count > 0)
        {
            _restLength = 0;
            var length = kept + (int)count;
            Keep(buffer.AsSpan(0, length)[Take(buffer.AsSpan(0, length))..]);
            return;
        }

        var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (Libc.Again or Libc.Interrupted))
        {
            Dispose();
            OnLost(count == 0 ? "closed by the server" : new Win32Exception(error).Message);
        }
    }

    /// <summary>What has arrived; returns how much of it is done with.</summary>
    protected abstract int Take(ReadOnlySpan<byte> bytes);

    protected abstract void OnLost(string reason);

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > (_rest?.Length ?? 0))
        {
            _rest = new byte[rest.Length];
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
