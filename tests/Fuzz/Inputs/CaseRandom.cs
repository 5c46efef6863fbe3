namespace Goring.Fuzz.Inputs;

/// <summary>
/// The random numbers of one case: SplitMix64 (Steele, Lea and Flood, 2014), begun from leg, seed and number, so that any
/// case can be had again without those before it, on any version of .NET.
/// </summary>
internal sealed class CaseRandom
{
    private ulong _state;

    public CaseRandom(Case @case)
    {
        // FNV-1a over the leg.
        _state = 14695981039346656037;
        foreach (var letter in @case.Leg)
        {
            _state = (_state ^ letter) * 1099511628211;
        }

        _state = (_state ^ (uint)@case.Seed) * 1099511628211;
        _ = Next();
        _state ^= (ulong)(uint)@case.Number << 20;
        _ = Next();
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to below <paramref name="limit"/>, which is at least 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    /// <summary>Letters and digits, which may stand anywhere.</summary>
    public string Word(int length) => string.Create(length, this, static (span, random) =>
    {
        foreach (ref var letter in span)
        {
            letter = "abcdefghijklmnopqrstuvwxyz0123456789"[random.Below(36)];
        }
    });
}
