using System.Buffers.Binary;

namespace Goring.Bench.Load.Net;

/// <summary>The client's end of a WebSocket: no extensions, messages of one frame each, as both servers send them.</summary>
internal abstract class WireSocket(EventLoop loop) : Channel(loop)
{
    private const byte Text = 0x81;
    private const byte Close = 0x88;
    private const byte Ping = 0x89;
    private const byte Pong = 0x8A;

    private bool _open;

    protected abstract void OnOpen();

    /// <summary>One message.</summary>
    protected abstract void OnMessage(ReadOnlySpan<byte> message);

    protected override int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        if (!_open)
        {
            taken = bytes.IndexOf("\r\n\r\n"u8) + 4;
            if (taken < 4)
            {
                return 0;
            }

            if (!Handshake.IsAccepted(bytes[..taken]))
            {
                Dispose();
                OnLost("not upgraded: " + Handshake.StatusOf(bytes));
                return bytes.Length;
            }

            _open = true;
            OnOpen();
        }

        while (IsConnected && FrameAt(bytes[taken..]) is var (head, length) && length >= 0)
        {
            Handle(bytes[taken], bytes.Slice(taken + head, length));
            taken += head + length;
        }

        return IsConnected ? taken : bytes.Length;
    }

    /// <returns>The lengths of its head and its payload; a length of -1 where it has not all arrived.</returns>
    private static (int Head, int Length) FrameAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
        {
            return (0, -1);
        }

        var (head, length) = ((int)bytes[1], bytes.Length) switch
        {
            ( < 126, _) => (2, bytes[1]),
            (126, >= 4) => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
            (127, >= 10) => (10, checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]))),
            (126 or 127, _) => (0, -1),
            _ => throw new InvalidDataException("The server sent a masked frame."),
        };
        return bytes.Length >= head + length ? (head, length) : (0, -1);
    }

    private void Handle(byte kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case Text:
                OnMessage(payload);
                break;
            case Ping:
                Send(ClientFrame.Of(Pong, payload));
                break;
            case Pong:
                break;
            case Close:
                Dispose();
                OnLost(payload.Length < 2 ? "closed" : $"closed with {BinaryPrimitives.ReadUInt16BigEndian(payload)}");
                break;
            default:
                Dispose();
                OnLost($"a frame that begins with {kind:x2}");
                break;
        }
    }
}
