using System.Text;

namespace Goring.Fuzz.Inputs;

/// <summary>JSON values at the limits of the protocol and of JSON, and beyond both.</summary>
internal static class OddValues
{
    private const int Longest = 70_000;

    private static readonly byte[][] Short =
    [
        .. new[]
        {
            "0", "-0", "-1", "1", "2147483648", "-2147483649", "9007199254740993", "18446744073709551616",
            "-9223372036854775809", "1e308", "1e309", "-1E+400", "1e-400", "0.1", "1.0000000000000000000000000001", "00",
            "01", "1.", ".5", "+1", "-", "1e", "0x10", "NaN", "Infinity", "-Infinity", "true", "false", "null", "True",
            "nul", "undefined", "[]", "{}", "[[]]", "[{}]", "{\"\":{}}", "[null]", "{\"a\":1,\"a\":2}", "[1,]", "{,}",
            "\"\"", "\" \"", "\"\\t\\r\\n\"", "\"\\u00a0\\u3000\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"", "\"\\ud83dx\"", "\"\\u12\"", "\"\\x41\"", "\"\\\"", "\"\ufeff\"", "\"é😀\"",
            "\"\u2028\u202e\u0085\"", "\"an-sdp v=0\"", "\"candidate:1 1 udp 1 192.0.2.1 9 typ host\"", "\"audio\"",
            "\"android\"", "\"ios\"", "\"production\"", "\"development\"", "\"$session\"", "\"$peer\"", "\"$me\"", "\"$room\"",
            "\"$token\"", "/*x*/1", "//x\n1", "'x'", "\"unended",
        }.Select(Encoding.UTF8.GetBytes),

        // Raw controls, and what is no UTF-8: overlong, half a surrogate pair, beyond the last, cut short, a stray one.
        [(byte)'"', 0x00, (byte)'"'],
        [(byte)'"', 0x1f, (byte)'"'],
        [(byte)'"', 0xc0, 0x80, (byte)'"'],
        [(byte)'"', 0xed, 0xa0, 0x80, (byte)'"'],
        [(byte)'"', 0xf4, 0x90, 0x80, 0x80, (byte)'"'],
        [(byte)'"', 0xe2, 0x82, (byte)'"'],
        [(byte)'"', 0xff, (byte)'"'],
    ];

    /// <summary>The limits of docs/protocol.md and of JSON's depth, and one to either side.</summary>
    private static readonly int[] Lengths =
        [63, 64, 65, 127, 128, 129, 255, 256, 257, 1024, 4088, 4089, 4095, 4096, 4097, 16_383, 16_384, 16_385, Longest];

    private static readonly int[] Depths = [2, 32, 60, 61, 62, 63, 64, 65, 128, 1000];

    private static readonly string[] Fillers = ["x", " ", "é", "😀", "\\u0061", "\\ud800", "\\\\"];

    private static readonly string[] Names =
    [
        "type", "payload", "id", "seq", "session_id", "callee_id", "client_id", "room_id", "sdp", "candidate", "sdpMid",
        "sdpMLineIndex", "media", "metadata", "token", "os", "environment", "callee_device_token", "callee_os", "sender",
        "Sender", "$type", "$id", "$ref", "__proto__", "", " ", "a.b", "a'b", "\\u0000", "\\ud800", "é",
    ];

    public static byte[] Value(CaseRandom random) => random.Below(12) switch
    {
        0 => Text(random),
        1 => Nested("1"u8, random),
        2 => Encoding.UTF8.GetBytes($"{(long)random.Next()}"),
        3 => Encoding.UTF8.GetBytes($"{BitConverter.UInt64BitsToDouble(random.Next()):R}"),
        _ => random.Pick(Short),
    };

    /// <summary>A name in quotes.</summary>
    public static byte[] Name(CaseRandom random) => random.Chance(5)
        ? Text(random)
        : Encoding.UTF8.GetBytes($"\"{random.Pick(Names)}\"");

    /// <summary>A value as deep inside of arrays, or objects, as may just be, or deeper.</summary>
    public static byte[] Nested(ReadOnlySpan<byte> value, CaseRandom random)
    {
        var depth = random.Pick(Depths);
        var (open, close) = random.Chance(50) ? ("[", "]") : ("{\"a\":", "}");
        return
        [
            .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(open, depth))), .. value,
            .. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(close, depth - (random.Chance(10) ? 1 : 0)))),
        ];
    }

    /// <summary>A text of a length that matters, in quotes; seldom a very long one.</summary>
    private static byte[] Text(CaseRandom random)
    {
        var length = random.Chance(90) ? random.Pick(Lengths.AsSpan(0, 10).ToArray()) : random.Pick(Lengths);
        return Encoding.UTF8.GetBytes($"\"{string.Concat(Enumerable.Repeat(random.Pick(Fillers), length))}\"");
    }
}
