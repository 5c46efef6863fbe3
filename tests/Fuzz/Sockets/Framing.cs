using System.Buffers.Binary;
using Goring.Fuzz.Inputs;

namespace Goring.Fuzz.Sockets;

/// <summary>A client's frames (RFC 6455, section 5.2), right and wrong.</summary>
internal static class Framing
{
    public const byte Text = 0x81;
    public const byte Binary = 0x82;
    public const byte Close = 0x88;
    public const byte Ping = 0x89;
    public const byte Pong = 0x8a;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    /// <param name="first">FIN, the reserved bits and the opcode.</param>
    public static byte[] Frame(byte first, ReadOnlySpan<byte> payload, CaseRandom random)
    {
        var mask = random.Bytes(4);
        byte[] frame = [first, .. Length(payload.Length, Masked), .. mask, .. payload];
        var masked = frame.AsSpan(frame.Length - payload.Length);
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] ^= mask[i & 3];
        }

        return frame;
    }

    /// <summary>One message in some frames, cut anywhere, now and then with a control frame in between.</summary>
    public static IEnumerable<byte[]> Fragments(byte[] message, CaseRandom random)
    {
        var count = 2 + random.Below(5);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var end = i == count - 1 ? message.Length : at + random.Below(message.Length - at + 1);
            var first = (byte)((i == 0 ? 0x01 : 0x00) | (i == count - 1 ? Final : 0));
            yield return Frame(first, message.AsSpan(at..end), random);
            at = end;
            if (i < count - 1 && random.Chance(20))
            {
                yield return Control(random);
            }
        }
    }

    public static byte[] Control(CaseRandom random) =>
        Frame(random.Chance(50) ? Ping : Pong, random.Bytes(random.Below(126)), random);

    public static byte[] CloseWith(int code, ReadOnlySpan<byte> reason, CaseRandom random) =>
        Frame(Close, [(byte)(code >> 8), (byte)code, .. reason], random);

    /// <summary>What no client may send: the server must end the connection, and nothing else.</summary>
    public static (string Name, byte[] Bytes) Violation(CaseRandom random) => random.Below(13) switch
    {
        0 => ("a reserved bit", Frame((byte)(Text | (0x10 << random.Below(3))), "{}"u8, random)),
        1 => ("a reserved opcode", Frame((byte)(Final | 3 + random.Below(5)), random.Bytes(random.Below(50)), random)),
        2 => ("a reserved control opcode", Frame((byte)(Final | 0x0b + random.Below(5)), random.Bytes(random.Below(50)), random)),

        // Not shorter than a masked one can be: the platform waits for the mask before it looks.
        3 => ("no mask", [Text, 10, .. "{\"type\":1}"u8]),
        4 => ("a large ping", Frame(Ping, new byte[126 + random.Below(1000)], random)),
        5 => ("a ping in fragments", Frame(0x09, "x"u8, random)),
        6 => ("a continuation of nothing", Frame(Final, "{}"u8, random)),
        7 => ("a message inside of another", [.. Frame(0x01, "{"u8, random), .. Frame(Text, "{}"u8, random)]),
        8 => ("a close of one byte", Frame(Close, [3], random)),
        9 => ("a close code that is none", CloseWith(random.Pick(BadCodes), [], random)),
        10 => ("a close reason that is no UTF-8", CloseWith(1000, [0xff, 0xc0], random)),
        11 => ("text that is no UTF-8", Frame(Text, [(byte)'"', 0xff, 0xfe, (byte)'"'], random)),
        _ => ("a length beyond all", [Text, 0xff, 0xff, .. random.Bytes(7), .. random.Bytes(4)]),
    };

    private static readonly int[] BadCodes = [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535];

    private static byte[] Length(int length, byte flag)
    {
        switch (length)
        {
            case < 126:
                return [(byte)(flag | length)];
            case <= ushort.MaxValue:
                return [(byte)(flag | 126), (byte)(length >> 8), (byte)length];
            default:
                var bytes = new byte[9];
                bytes[0] = (byte)(flag | 127);
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), length);
                return bytes;
        }
    }
}
