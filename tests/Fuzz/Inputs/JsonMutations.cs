using System.Text;
using System.Text.Json;

namespace Goring.Fuzz.Inputs;

/// <summary>Changes to a name or a value of a text of JSON, which nearly always leave it JSON.</summary>
internal static class JsonMutations
{
    private static readonly byte[][] Around = [" "u8.ToArray(), "\r\n\t"u8.ToArray(), "\ufeff"u8.ToArray(), "{}"u8.ToArray(), [0]];

    /// <param name="other">Another input, of which a value may be taken.</param>
    public static byte[] Apply(byte[] input, byte[] other, CaseRandom random)
    {
        var spans = JsonSpans.Of(input);
        if (spans.Count == 0)
        {
            return ByteMutations.Apply(input, random);
        }

        var values = spans.FindAll(span => !span.IsName);
        var names = spans.FindAll(span => span.IsName);
        var value = random.Pick(values);
        switch (random.Below(names.Count > 0 ? 12 : 5))
        {
            case 0 or 1:
                return Replace(input, value, OddValues.Value(random));
            case 2:
                return Replace(input, value, OddValues.Nested(input.AsSpan(value.Start..value.End), random));
            case 3:
                var donors = JsonSpans.Of(other).FindAll(span => !span.IsName);
                return donors.Count == 0 ? input : Replace(input, value, TextOf(other, random.Pick(donors)));
            case 4:
                return random.Chance(50) ? [.. random.Pick(Around), .. input] : [.. input, .. random.Pick(Around)];
            case 5:
                return Replace(input, random.Pick(names), OddValues.Name(random));
            case 6:
                return Escape(input, random.Pick(spans.FindAll(span => span.IsText)), random);
            case 7:
                return Insert(input, spans, random);
            case 8:
                return Swap(input, value, random.Pick(values));
            case 9:
                return ChangeCase(input, random.Pick(names), random);
            default:
                return Twice(input, spans, random.Pick(names), random);
        }
    }

    private static byte[] TextOf(byte[] input, JsonSpan span) => input[span.Start..span.End];

    private static byte[] Replace(byte[] input, JsonSpan span, ReadOnlySpan<byte> with) =>
        [.. input.AsSpan(0, span.Start), .. with, .. input.AsSpan(span.End)];

    /// <summary>A letter as its escape: the text is the same.</summary>
    private static byte[] Escape(byte[] input, JsonSpan text, CaseRandom random)
    {
        if (text.End - text.Start <= 2)
        {
            return input;
        }

        var at = text.Start + 1 + random.Below(text.End - text.Start - 2);
        var letter = (int)input[at];
        return [.. input[..at], .. Encoding.ASCII.GetBytes($"\\u{letter:x4}"), .. input[(at + 1)..]];
    }

    private static byte[] Insert(byte[] input, List<JsonSpan> spans, CaseRandom random)
    {
        var objects = spans.FindAll(span => span.Kind == JsonTokenType.StartObject);
        var behind = random.Pick(objects).Start + 1;
        return [.. input[..behind], .. OddValues.Name(random), (byte)':', .. OddValues.Value(random), (byte)',', .. input[behind..]];
    }

    private static byte[] Swap(byte[] input, JsonSpan one, JsonSpan two)
    {
        var (first, second) = one.Start <= two.Start ? (one, two) : (two, one);
        return first.End > second.Start
            ? input
            :
            [
                .. input[..first.Start], .. TextOf(input, second), .. input[first.End..second.Start],
                .. TextOf(input, first), .. input[second.End..],
            ];
    }

    private static byte[] ChangeCase(byte[] input, JsonSpan name, CaseRandom random)
    {
        var changed = (byte[])input.Clone();
        var at = name.Start + random.Below(name.End - name.Start);
        if (char.IsAsciiLetter((char)changed[at]))
        {
            changed[at] ^= 0x20;
        }

        return changed;
    }

    /// <summary>A property that stands twice, or no more.</summary>
    private static byte[] Twice(byte[] input, List<JsonSpan> spans, JsonSpan name, CaseRandom random)
    {
        var index = spans.IndexOf(name) + 1;
        if (index == spans.Count)
        {
            return input;
        }

        var value = spans[index];
        if (random.Chance(40))
        {
            var end = value.End < input.Length && input[value.End] == (byte)',' ? value.End + 1 : value.End;
            return [.. input[..name.Start], .. input[end..]];
        }

        var again = random.Chance(50) ? TextOf(input, value) : OddValues.Value(random);
        return [.. input[..name.Start], .. TextOf(input, name), (byte)':', .. again, (byte)',', .. input[name.Start..]];
    }
}
