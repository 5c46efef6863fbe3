namespace Goring.Fuzz.Inputs;

/// <summary>Changes that know nothing of what they change.</summary>
internal static class ByteMutations
{
    private const int LongestChunk = 64;

    private static readonly byte[] Telling = [.. "\"\\{}[]:,.-+eEu0/ \t\r\n"u8, 0x00, 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xff];

    public static byte[] Apply(byte[] input, CaseRandom random)
    {
        if (input.Length == 0)
        {
            return random.Bytes(1 + random.Below(8));
        }

        var at = random.Below(input.Length);
        var end = Math.Min(input.Length, at + 1 + random.Below(LongestChunk));
        switch (random.Below(8))
        {
            case 0:
                return With(input, at, (byte)(input[at] ^ (1 << random.Below(8))));
            case 1:
                return With(input, at, (byte)random.Next());
            case 2:
                return With(input, at, random.Pick(Telling));
            case 3:
                return [.. input[..at], random.Pick(Telling), .. input[at..]];
            case 4:
                return [.. input[..at], .. random.Bytes(1 + random.Below(LongestChunk)), .. input[at..]];
            case 5:
                return [.. input[..at], .. input[end..]];
            case 6:
                return [.. input[..end], .. input[at..]];
            default:
                return input[..at];
        }
    }

    /// <summary>The beginning of one and the end of another.</summary>
    public static byte[] Splice(byte[] first, byte[] second, CaseRandom random) =>
        [.. first[..random.Below(first.Length + 1)], .. second[random.Below(second.Length + 1)..]];

    private static byte[] With(byte[] input, int at, byte value)
    {
        var changed = (byte[])input.Clone();
        changed[at] = value;
        return changed;
    }
}
