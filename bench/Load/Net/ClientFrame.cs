using System.Buffers.Binary;

namespace Goring.Bench.Load.Net;

/// <summary>Frames as a client sends them. The mask is the same for every byte, so that a part can be replaced.</summary>
internal static class ClientFrame
{
    public const byte Text = 0x81;
    public const byte Mask = 0x5A;

    private const byte Masked = 0x80;

    public static byte[] Of(byte kind, ReadOnlySpan<byte> payload)
    {
        var head = payload.Length < 126 ? 2 : 4;
        var frame = new byte[head + 4 + payload.Length];
        frame[0] = kind;
        if (head == 2)
        {
            frame[1] = (byte)(Masked | payload.Length);
        }
        else
        {
            frame[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        frame.AsSpan(head, 4).Fill(Mask);
        Write(payload, frame.AsSpan(head + 4));
        return frame;
    }

    /// <summary>Writes a part of a payload, masked.</summary>
    public static void Write(ReadOnlySpan<byte> part, Span<byte> to)
    {
        for (var i = 0; i < part.Length; i++)
        {
            to[i] = (byte)(part[i] ^ Mask);
        }
    }
}
