using System.Text;
using System.Text.Unicode;
using Goring.Fuzz.Inputs;

namespace Goring.Fuzz.Sockets;

/// <summary>How a script ends.</summary>
internal enum Ending
{
    /// <summary>Asks something, and has an answer; then closes.</summary>
    Close,

    /// <summary>Breaks the WebSocket protocol.</summary>
    Violate,

    /// <summary>Is gone without a word.</summary>
    Vanish,

    /// <summary>Sends no more, but would still read.</summary>
    HalfClose,

    /// <summary>A message that is larger than any may be.</summary>
    Oversize,
}

/// <summary>What one socket does from its opening to its end: all of it is told by its case.</summary>
internal sealed class SocketScript
{
    /// <summary>Below the mistakes that are forgiven, so that the server has no reason of its own to close.</summary>
    private const int Few = 40;

    private const int Many = 300;

    private readonly Corpus _corpus;
    private readonly Mutator _mutator;

    public SocketScript(Corpus corpus, Case @case)
    {
        _corpus = corpus;
        _mutator = new(corpus);
        Random = new(@case);
        Name = $"{@case.Seed}-{@case.Number}";
        IsOfRooms = Random.Chance(35);
        Subprotocol = Random.Pick(new[] { null, "goring", "goring.v1", "goring.v1" });
        HasPeer = Random.Chance(60);
        MayBeCutOff = Random.Chance(8);
        Frames = 1 + Random.Below(MayBeCutOff ? Many : Few);
        Ending = Random.Below(100) switch
        {
            < 60 => Ending.Close,
            < 82 => Ending.Violate,
            < 90 => Ending.Vanish,
            < 98 => Ending.HalfClose,
            _ => Ending.Oversize,
        };
    }

    public CaseRandom Random { get; }

    /// <summary>In the names of its users, whom no other script has.</summary>
    public string Name { get; }

    public bool IsOfRooms { get; }

    public string? Subprotocol { get; }

    public bool SpeaksV1 => Subprotocol == "goring.v1";

    /// <summary>Whether somebody else is in the call or room.</summary>
    public bool HasPeer { get; }

    /// <summary>Whether there are so many frames that the server may close for it.</summary>
    public bool MayBeCutOff { get; }

    public int Frames { get; }

    public Ending Ending { get; }

    /// <summary>What was wrong, of one that ended so.</summary>
    public string? Violation { get; set; }

    /// <summary>The next message, in one or more frames, and its kind.</summary>
    public (string Kind, IEnumerable<byte[]> Frames) Next(Placeholders placeholders)
    {
        var message = Text(placeholders);
        return Random.Below(100) switch
        {
            < 76 => ("text", [Framing.Frame(Framing.Text, message, Random)]),
            < 88 => ("fragmented", Framing.Fragments(message, Random)),
            < 93 => ("binary", [Framing.Frame(Framing.Binary, message, Random)]),
            < 98 => ("control", [Framing.Control(Random)]),
            _ => ("empty", [Framing.Frame(Framing.Text, [], Random)]),
        };
    }

    /// <summary>A made-up message, with what is no UTF-8 in it replaced: that ends a socket, and is an ending.</summary>
    private byte[] Text(Placeholders placeholders)
    {
        var message = placeholders.Fill(_mutator.Frame(IsOfRooms ? _corpus.Rooms : _corpus.Calls, Random));
        return Utf8.IsValid(message) ? message : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(message));
    }
}
