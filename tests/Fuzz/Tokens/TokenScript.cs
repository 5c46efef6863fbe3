using System.Buffers.Text;
using System.Text;
using Goring.Fuzz.Inputs;

namespace Goring.Fuzz.Tokens;

/// <summary>The token of one case.</summary>
internal sealed class TokenScript
{
    private static readonly string[] Algorithms = ["HS256", "HS256", "HS256", "HS384", "HS512", "ES256", "RS256", "PS256"];

    private readonly Corpus _corpus;

    public TokenScript(Corpus corpus, Case @case)
    {
        _corpus = corpus;
        Random = new(@case);
        Token = Make();
    }

    public CaseRandom Random { get; }

    public string Token { get; }

    /// <summary>Whether nothing is wrong with it: it must be accepted.</summary>
    public bool IsGood { get; private set; }

    private string Make()
    {
        switch (Random.Below(100))
        {
            case < 4:
                IsGood = true;
                return TokenMaker.Good($"fuzz-{Random.Word(8)}");
            case < 45:
                return Sign(Encoding.UTF8.GetBytes("""{"alg":"HS256"}"""), Changed(_corpus.TokenClaims), "HS256");
            case < 60:
                return Sign(Changed(_corpus.TokenHeaders), Random.Pick(_corpus.TokenClaims), "HS256");
            case < 70:
                var algorithm = Random.Pick(Algorithms);
                return Sign(Encoding.UTF8.GetBytes($$"""{"alg":"{{Random.Pick(Algorithms)}}"}"""), Random.Pick(_corpus.TokenClaims), algorithm);
            case < 88:
                return Text(Mutator.Bytes(Encoding.UTF8.GetBytes(Signed()), Random));
            case < 94:
                return Text(Mutator.Bytes(Random.Pick(_corpus.BadTokens), Random));
            default:
                return string.Join('.', Enumerable.Range(0, Random.Below(6)).Select(_ =>
                    Base64Url.EncodeToString(Random.Bytes(Random.Below(200)))));
        }
    }

    private string Signed() => Sign(Random.Pick(_corpus.TokenHeaders), Random.Pick(_corpus.TokenClaims), "HS256");

    private static string Sign(byte[] header, byte[] claims, string algorithm) => TokenMaker.Sign(header, claims, algorithm);

    private byte[] Changed(IReadOnlyList<byte[]> of) => Random.Chance(15)
        ? Random.Pick(of)
        : Mutator.Json(Random.Pick(of), Random.Pick(of), Random);

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
