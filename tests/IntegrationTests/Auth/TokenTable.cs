using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>
/// Tokens, each with its server and its answer: null where it opens a socket, otherwise the text of the 401. Made when the
/// test runs, since some live a second.
/// </summary>
internal static class TokenTable
{
    private const string Malformed = "the token is not valid";
    private const string Algorithm = "the token's algorithm is not accepted";
    private const string Signature = "the token's signature is not accepted";
    private const string Expired = "the token has expired";
    private const string NotYet = "the token is not valid yet";
    private const string NoUser = "the token's hash names no user";
    private const string Issuer = "the token's issuer is not accepted";
    private const string Audience = "the token's audience is not accepted";

    public static IReadOnlyDictionary<string, (string Server, string? Answer, Func<KeyedServers, string> Token)> Rows { get; } =
        new Dictionary<string, (string, string?, Func<KeyedServers, string>)>
        {
            // Algorithms of a secret, and the lack of one.
            ["HS256"] = ("secret", null, _ => Tokens.Sign(Claims())),
            ["HS384"] = ("secret", null, _ => Tokens.Sign(Claims(), "HS384")),
            ["HS512"] = ("secret", null, _ => Tokens.Sign(Claims(), "HS512")),
            ["another secret"] = ("secret", Signature, _ => Tokens.Sign(Claims(), "HS256", "another-secret-of-enough-bytes")),
            ["signed as HS256, called HS512"] = ("secret", Signature, _ => Tokens.Sign("""{"alg":"HS512"}""", Json(Claims()))),
            ["alg hs256"] = ("secret", Algorithm, _ => Tokens.Sign("""{"alg":"hs256"}""", Json(Claims()))),
            ["alg none, signed"] = ("secret", Algorithm, _ => Tokens.Sign("""{"alg":"none"}""", Json(Claims()))),
            ["alg None, signed"] = ("secret", Algorithm, _ => Tokens.Sign("""{"alg":"None"}""", Json(Claims()))),
            ["alg nOnE, signed"] = ("secret", Algorithm, _ => Tokens.Sign("""{"alg":"nOnE"}""", Json(Claims()))),
            ["alg none, no signature"] = ("secret", Malformed, _ => Unsigned("""{"alg":"none"}""", Json(Claims()))),
            ["alg HS256, no signature"] = ("secret", Malformed, _ => Unsigned("""{"alg":"HS256"}""", Json(Claims()))),
            ["no alg"] = ("secret", Malformed, _ => Tokens.Sign("{}", Json(Claims()))),
            ["alg is a number"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":256}""", Json(Claims()))),
            ["signature cut by a byte"] = ("secret", Signature, _ => Cut(Tokens.Sign(Claims()))),
            ["RS256 where only a secret is"] = ("secret", Algorithm, keys => keys.Rsa.Sign(Claims())),

            // Public keys, each with its own kind alone.
            ["RS256"] = ("rsa", null, keys => keys.Rsa.Sign(Claims())),
            ["RS512"] = ("rsa", null, keys => keys.Rsa.Sign(Claims(), algorithm: "RS512")),
            ["PS256"] = ("rsa", null, keys => keys.Rsa.Sign(Claims(), algorithm: "PS256")),
            ["PS384"] = ("rsa", null, keys => keys.Rsa.Sign(Claims(), algorithm: "PS384")),
            ["ES256"] = ("curve", null, keys => keys.Curve.Sign(Claims())),
            ["ES384"] = ("curve", null, keys => keys.Curve384.Sign(Claims())),
            ["ES512"] = ("curve", null, keys => keys.Curve521.Sign(Claims())),
            ["a secret's beside public keys"] = ("rsa", null, _ => Tokens.Sign(Claims())),
            ["RS256 of a stranger"] = ("rsa", Signature, keys => keys.StrangeRsa.Sign(Claims())),
            ["ES256 of a stranger"] = ("curve", Signature, keys => keys.StrangeCurve.Sign(Claims())),
            ["ES256 where only RSA is"] = ("rsa", Algorithm, keys => keys.Curve.Sign(Claims())),
            ["PS256 called RS256"] = ("rsa", Signature, keys => Renamed(keys.Rsa.Sign(Claims(), algorithm: "PS256"), "RS256")),
            ["ES384's curve called ES256"] = ("curve", Signature, keys => Renamed(keys.Curve384.Sign(Claims()), "ES256")),
            ["ES256 of P-384"] = ("curve", Signature, keys => keys.Curve384.Sign(Claims(), algorithm: "ES256")),
            ["HS256 with the public key for a secret"] =
                ("rsa", Signature, keys => Tokens.Sign(Claims(), "HS256", keys.Rsa.Pem)),
            ["HS256 with the public key and a line's end"] =
                ("rsa", Signature, keys => Tokens.Sign(Claims(), "HS256", keys.Rsa.Pem + "\n")),

            // Keys that a token brings along do not exist.
            ["jwk"] = ("rsa", Signature, keys => keys.StrangeRsa.Sign(Claims(), new() { ["jwk"] = keys.StrangeRsa.Jwk.DeepClone() })),
            ["jku"] = ("rsa", Signature, keys => keys.StrangeRsa.Sign(Claims(), new() { ["jku"] = $"{keys.Provider.Address}/keys" })),
            ["x5u"] = ("rsa", Signature, keys => keys.StrangeRsa.Sign(Claims(), new() { ["x5u"] = "https://evil.test/a.pem" })),
            ["x5c"] = ("rsa", Signature, keys => keys.StrangeRsa.Sign(Claims(), new() { ["x5c"] = new JsonArray("MIIB") })),
            ["kid that is a path"] = ("secret", null, _ => Tokens.Sign("""{"alg":"HS256","kid":"../../../dev/null"}""", Json(Claims()))),
            ["kid that is a path, an empty secret"] =
                ("secret", Signature, _ => Tokens.Sign("""{"alg":"HS256","kid":"../../../dev/null"}""", Json(Claims()), "HS256", "")),
            ["kid that is a list"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256","kid":["a"]}""", Json(Claims()))),
            ["crit"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256","crit":["b64"],"b64":false}""", Json(Claims()))),
            ["zip"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256","zip":"DEF"}""", "\u0003\u0004")),

            // An OpenID provider's.
            ["of the provider"] = ("openid", null, keys => keys.Rsa.Sign(Of(keys), Kid("rsa"))),
            ["of the provider, EC"] = ("openid", null, keys => keys.Curve.Sign(Of(keys), Kid("curve"))),
            ["of the provider, no kid"] = ("openid", null, keys => keys.Curve.Sign(Of(keys))),
            ["of the provider, another's key"] = ("openid", Signature, keys => keys.StrangeRsa.Sign(Of(keys), Kid("rsa"))),
            ["of the provider, kid of another key"] = ("openid", Signature, keys => keys.Rsa.Sign(Of(keys), Kid("curve"))),
            ["a key for encryption"] = ("openid", Signature, keys => keys.StrangeCurve.Sign(Of(keys), Kid("for-encryption"))),
            ["another issuer with the provider's key"] =
                ("openid", Issuer, keys => keys.Rsa.Sign(Claims(("iss", "https://evil.test")), Kid("rsa"))),
            ["no issuer with the provider's key"] = ("openid", Issuer, keys => keys.Rsa.Sign(Claims(), Kid("rsa"))),

            // Times.
            ["expired by a second"] = ("secret", Expired, _ => Tokens.Sign(Claims(("exp", Now(-1))))),
            ["expires now"] = ("secret", Expired, _ => Tokens.Sign(Claims(("exp", Now(0))))),
            ["expired in the beginning"] = ("secret", Expired, _ => Tokens.Sign(Claims(("exp", 0)))),
            ["exp is negative"] = ("secret", Expired, _ => Tokens.Sign(Claims(("exp", -1)))),
            ["exp is fractional"] = ("secret", null, _ => Tokens.Sign(Claims(("exp", Now(60) + 0.5)))),
            ["exp is text"] = ("secret", Malformed, _ => Tokens.Sign(Claims(("exp", "4102444800")))),
            ["exp is null"] = ("secret", Malformed, _ => Tokens.Sign(Claims(("exp", null)))),
            ["exp is huge"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", """{"hash":"u","exp":1e300}""")),
            ["no exp"] = ("secret", "the token has no expiration", _ => Tokens.Sign(Without("exp"))),
            ["not valid for two seconds"] = ("secret", NotYet, _ => Tokens.Sign(Claims(("nbf", Now(2))))),
            ["valid since now"] = ("secret", null, _ => Tokens.Sign(Claims(("nbf", Now(0))))),
            ["nbf is text"] = ("secret", Malformed, _ => Tokens.Sign(Claims(("nbf", "soon")))),
            ["issued tomorrow"] = ("secret", null, _ => Tokens.Sign(Claims(("iat", Now(86_400))))),

            // Whose it is.
            ["no hash"] = ("secret", NoUser, _ => Tokens.Sign(Without("hash"))),
            ["hash is a number"] = ("secret", NoUser, _ => Tokens.Sign(Claims(("hash", 7)))),
            ["hash is a list"] = ("secret", NoUser, _ => Tokens.Sign(Claims(("hash", new JsonArray("a"))))),
            ["hash is an object"] = ("secret", NoUser, _ => Tokens.Sign(Claims(("hash", new JsonObject())))),
            ["hash is empty"] = ("secret", NoUser, _ => Tokens.Sign(Claims(("hash", "")))),
            ["hash of 257"] = ("secret", NoUser, _ => Tokens.Sign(Claims(("hash", new string('u', 257))))),
            ["hash is half a character"] = ("secret", NoUser, _ => Tokens.Sign("""{"alg":"HS256"}""", $$"""{"hash":"\ud800","exp":{{Now(60)}}}""")),
            ["hash twice"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", $$"""{"hash":"a","hash":"b","exp":{{Now(60)}}}""")),
            ["exp twice"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", $$"""{"hash":"a","exp":{{Now(-60)}},"exp":{{Now(60)}}}""")),
            ["alg twice"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"none","alg":"HS256"}""", Json(Claims()))),
            ["a claim twice inside a claim"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", $$$"""{"hash":"a","exp":{{{Now(60)}}},"x":{"y":1,"y":2}}""")),

            // For whom.
            ["right issuer and audience"] = ("named", null, _ => Tokens.Sign(Claims(("iss", "https://right.test"), ("aud", "calls")))),
            ["audience in a list"] = ("named", null, _ => Tokens.Sign(Claims(("iss", "https://right.test"), ("aud", new JsonArray("chat", "calls"))))),
            ["wrong issuer"] = ("named", Issuer, _ => Tokens.Sign(Claims(("iss", "https://right.test/"), ("aud", "calls")))),
            ["issuer is a list"] = ("named", Issuer, _ => Tokens.Sign(Claims(("iss", new JsonArray("https://right.test")), ("aud", "calls")))),
            ["no issuer"] = ("named", Issuer, _ => Tokens.Sign(Claims(("aud", "calls")))),
            ["wrong audience"] = ("named", Audience, _ => Tokens.Sign(Claims(("iss", "https://right.test"), ("aud", "Calls")))),
            ["audience in a list of none"] = ("named", Audience, _ => Tokens.Sign(Claims(("iss", "https://right.test"), ("aud", new JsonArray())))),
            ["half a character beside the audience"] =
                ("named", null, _ => Tokens.Sign("""{"alg":"HS256"}""", $$"""{"hash":"u","exp":{{Now(60)}},"iss":"https://right.test","aud":["\ud800","calls"]}""")),
            ["half a character for an audience"] =
                ("named", Audience, _ => Tokens.Sign("""{"alg":"HS256"}""", $$"""{"hash":"u","exp":{{Now(60)}},"iss":"https://right.test","aud":["\ud800"]}""")),
            ["audience is an object"] = ("named", Audience, _ => Tokens.Sign(Claims(("iss", "https://right.test"), ("aud", new JsonObject { ["calls"] = 1 })))),

            // Forms.
            ["no dots"] = ("secret", Malformed, _ => "not-a-token"),
            ["two parts"] = ("secret", Malformed, _ => "e30.e30"),
            ["four parts"] = ("secret", Malformed, _ => Tokens.Sign(Claims()) + ".e30"),
            ["five parts"] = ("secret", Malformed, _ => "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn"),
            ["nested"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256","cty":"JWT"}""", Tokens.Sign(Claims()))),
            ["not base64url"] = ("secret", Malformed, _ => Tokens.Sign(Claims()).Replace('.', '+')),
            ["padded"] = ("secret", Malformed, _ => Tokens.Sign(Claims()) + "="),
            ["a blank inside"] = ("secret", Malformed, _ => Tokens.Sign(Claims()).Insert(10, " ")),
            ["payload is a list"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", "[]")),
            ["payload is no JSON"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", "{")),
            ["more behind the payload"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", Json(Claims()) + "{}")),
            ["a mark before the payload"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", "\ufeff" + Json(Claims()))),
            ["deep"] = ("secret", Malformed, _ => Tokens.Sign("""{"alg":"HS256"}""", new string('[', 2000) + new string(']', 2000))),
            ["over 16 KiB"] = ("secret", "the token is too long", _ => Tokens.Sign(Claims(("x", new string('x', 12_300))))),
            ["just under 16 KiB"] = ("secret", null, _ => Tokens.Sign(Claims(("x", new string('x', 11_500))))),
        };

    private static long Now(int seconds) => Tokens.In(TimeSpan.FromSeconds(seconds));

    private static string Json(JsonObject claims) => claims.ToJsonString();

    private static JsonObject Kid(string id) => new() { ["kid"] = id };

    private static JsonObject Of(KeyedServers keys) => Claims(("iss", keys.Provider.Issuer));

    private static JsonObject Claims(params (string Name, JsonNode? Value)[] changed)
    {
        var claims = Tokens.ClaimsOf(Person.New("table"));
        foreach (var (name, value) in changed)
        {
            claims[name] = value;
        }

        return claims;
    }

    private static JsonObject Without(string claim)
    {
        var claims = Claims();
        claims.Remove(claim);
        return claims;
    }

    private static string Unsigned(string header, string payload) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.";

    /// <summary>The same signature under a header that calls it something else.</summary>
    private static string Renamed(string token, string algorithm) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}"}""")) + token[token.IndexOf('.', StringComparison.Ordinal)..];

    private static string Cut(string token)
    {
        var last = token.LastIndexOf('.') + 1;
        var signature = Base64Url.DecodeFromChars(token.AsSpan(last));
        return token[..last] + Base64Url.EncodeToString(signature.AsSpan(0, signature.Length - 1));
    }
}
