using System.Text;

namespace Goring.Fuzz.Inputs;

/// <summary>What an input names without knowing it: the call, room and peer of whoever sends it.</summary>
internal sealed class Placeholders
{
    private readonly (byte[] Name, byte[] Value)[] _values;

    public Placeholders(string session, string peer, string me, string room, string token) => _values =
    [
        ("$session"u8.ToArray(), Encoding.UTF8.GetBytes(session)),
        ("$peer"u8.ToArray(), Encoding.UTF8.GetBytes(peer)),
        ("$me"u8.ToArray(), Encoding.UTF8.GetBytes(me)),
        ("$room"u8.ToArray(), Encoding.UTF8.GetBytes(room)),
        ("$token"u8.ToArray(), Encoding.UTF8.GetBytes(token)),
    ];

    public byte[] Fill(byte[] input)
    {
        if (!input.AsSpan().Contains((byte)'$'))
        {
            return input;
        }

        var filled = new List<byte>(input.Length + 256);
        for (var i = 0; i < input.Length;)
        {
            i += Take(input.AsSpan(i), filled);
        }

        return [.. filled];
    }

    private int Take(ReadOnlySpan<byte> rest, List<byte> to)
    {
        foreach (var (name, value) in _values)
        {
            if (rest.StartsWith(name))
            {
                to.AddRange(value);
                return name.Length;
            }
        }

        to.Add(rest[0]);
        return 1;
    }
}
