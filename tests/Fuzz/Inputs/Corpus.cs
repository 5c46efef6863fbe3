using System.Text;

namespace Goring.Fuzz.Inputs;

/// <summary>
/// The inputs that everything else is made of: the files of Corpus/. A <c>.json</c> or <c>.bin</c> is one input, each
/// line of a <c>.txt</c> is one. What <see cref="Placeholders"/> names in them is filled in when it is sent.
/// </summary>
internal sealed class Corpus
{
    private Corpus(IReadOnlyList<byte[]> calls, IReadOnlyList<byte[]> rooms, IReadOnlyList<byte[]> bad)
    {
        Calls = calls;
        Rooms = rooms;
        All = [.. calls, .. rooms, .. bad];
    }

    /// <summary>A good message of each type of <c>/ws</c>.</summary>
    public IReadOnlyList<byte[]> Calls { get; }

    /// <summary>The same of <c>/connect</c>.</summary>
    public IReadOnlyList<byte[]> Rooms { get; }

    /// <summary>Those, and the bad ones.</summary>
    public IReadOnlyList<byte[]> All { get; }

    public required IReadOnlyList<byte[]> TokenHeaders { get; init; }

    public required IReadOnlyList<byte[]> TokenClaims { get; init; }

    /// <summary>Whole tokens, of which none is good.</summary>
    public required IReadOnlyList<byte[]> BadTokens { get; init; }

    public int Count => All.Count + TokenHeaders.Count + TokenClaims.Count + BadTokens.Count;

    public static Corpus Load() => new(Read("calls"), Read("rooms"), Read("bad"))
    {
        TokenHeaders = Read("tokens", "headers.txt"),
        TokenClaims = Read("tokens", "claims.txt"),
        BadTokens = Read("tokens", "malformed.txt"),
    };

    private static List<byte[]> Read(string folder, string pattern = "*") =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Corpus", folder), pattern)
            .Order(StringComparer.Ordinal)
            .SelectMany(Inputs),
    ];

    private static IEnumerable<byte[]> Inputs(string path) => Path.GetExtension(path) switch
    {
        ".txt" => File.ReadAllLines(path).Where(line => line.Length > 0).Select(Encoding.UTF8.GetBytes),
        ".json" => [Encoding.UTF8.GetBytes(File.ReadAllText(path).TrimEnd())],
        _ => [File.ReadAllBytes(path)],
    };
}
