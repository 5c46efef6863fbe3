using System.Text;

namespace Goring.Fuzz.Inputs;

/// <summary>Makes an input of a corpus and random numbers.</summary>
internal sealed class Mutator(Corpus corpus)
{
    private const int MostChanges = 4;

    /// <summary>A frame, with placeholders.</summary>
    /// <param name="likely">Where most begin from: the good messages of an endpoint.</param>
    public byte[] Frame(IReadOnlyList<byte[]> likely, CaseRandom random)
    {
        var input = random.Pick(random.Chance(75) ? likely : corpus.All);
        var other = random.Pick(corpus.All);
        return random.Below(100) switch
        {
            < 12 => input,
            < 70 => Json(input, other, random),
            < 85 => Bytes(input, random),
            < 92 => ByteMutations.Splice(input, other, random),
            < 97 => Encoding.UTF8.GetBytes(Any(random, depth: 4)),
            _ => random.Bytes(random.Below(300)),
        };
    }

    public static byte[] Json(byte[] input, byte[] other, CaseRandom random)
    {
        for (var left = Changes(random); left > 0; left--)
        {
            input = JsonMutations.Apply(input, other, random);
        }

        return input;
    }

    public static byte[] Bytes(byte[] input, CaseRandom random)
    {
        for (var left = Changes(random); left > 0; left--)
        {
            input = ByteMutations.Apply(input, random);
        }

        return input;
    }

    /// <summary>Half of the time one, so that most of what was good stays good.</summary>
    private static int Changes(CaseRandom random) => random.Chance(50) ? 1 : 1 + random.Below(MostChanges);

    /// <summary>Some JSON.</summary>
    private static string Any(CaseRandom random, int depth) => random.Below(depth > 0 ? 4 : 2) switch
    {
        0 or 1 => Encoding.UTF8.GetString(OddValues.Value(random)),
        2 => $"[{string.Join(',', Enumerable.Range(0, random.Below(4)).Select(_ => Any(random, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Below(5)).Select(_ =>
            $"{Encoding.UTF8.GetString(OddValues.Name(random))}:{Any(random, depth - 1)}"))}}}",
    };
}
