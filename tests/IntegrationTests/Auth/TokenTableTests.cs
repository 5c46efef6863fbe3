using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Auth;

/// <summary>Tokens and their answers, of a server that has a secret, and an RSA and a P-256 key in PEM.</summary>
public sealed class TokenTableTests(TokenTableTests.KeyFleet fleet) : IClassFixture<TokenTableTests.KeyFleet>
{
    private const string Malformed = "the token is not valid";
    private const string Algorithm = "the token's algorithm is not accepted";
    private const string Signature = "the token's signature is not accepted";
    private const string Expired = "the token has expired";
    private const string TooEarly = "the token is not valid yet";
    private const string NoExpiration = "the token has no expiration";
    private const string Issuer = "the token's issuer is not accepted";
    private const string Audience = "the token's audience is not accepted";
    private const string NoUser = "the token's hash names no user";
    private const string TooLong = "the token is too long";

    /// <summary>What opens a socket has no answer. Made when the test asks, not when it is listed.</summary>
    private static readonly Dictionary<string, (Func<string> Make, string? Detail)> Rows = new()
    {
        ["HS256"] = (() => Hmac(Good()), null),
        ["HS384"] = (() => Hmac(Good(), "HS384"), null),
        ["HS512"] = (() => Hmac(Good(), "HS512"), null),
        ["RS256"] = (() => SigningKeys.Sign(SigningKeys.Rsa, "RS256", Good()), null),
        ["RS512"] = (() => SigningKeys.Sign(SigningKeys.Rsa, "RS512", Good()), null),
        ["PS256"] = (() => SigningKeys.Sign(SigningKeys.Rsa, "PS256", Good()), null),
        ["ES256"] = (() => SigningKeys.Sign(SigningKeys.P256, "ES256", Good()), null),
        ["kid of a path"] = (() => Rsa(new() { ["kid"] = "../../../../dev/null" }), null),
        ["audience among others"] = (() => Hmac(With("aud", new JsonArray("chat", "calls"))), null),
        ["iat ahead"] = (() => Hmac(With("iat", Tokens.In(TimeSpan.FromHours(1)))), null),
        ["exp with a fraction"] = (() => Hmac(With("exp", Tokens.In(TimeSpan.FromHours(1)) + 0.5)), null),
        ["embedded key of ours beside our signature"] =
            (() => Rsa(new() { ["jwk"] = SigningKeys.JwkOf(SigningKeys.OtherRsa, "x") }), null),

        ["wrong secret"] = (() => Tokens.Sign(Good(), "HS256", "another-secret-of-some-length"), Signature),
        ["none"] = (() => Tokens.Sign("""{"alg":"none"}""", Good().ToJsonString()), Algorithm),
        ["None"] = (() => Tokens.Sign("""{"alg":"None"}""", Good().ToJsonString()), Algorithm),
        ["nOnE"] = (() => Tokens.Sign("""{"alg":"nOnE"}""", Good().ToJsonString()), Algorithm),
        ["none without a signature"] = (() => Tokens.Sign(Good(), "none"), Malformed),
        ["alg of small letters"] = (() => Tokens.Sign("""{"alg":"hs256"}""", Good().ToJsonString()), Algorithm),
        ["alg is a number"] = (() => Tokens.Sign("""{"alg":256}""", Good().ToJsonString()), Malformed),
        ["no alg"] = (() => Tokens.Sign("{}", Good().ToJsonString()), Malformed),
        ["HS256 by the public key's PEM"] = (() => Confused(KeyFleet.RsaPem), Signature),
        ["HS256 by the file's bytes"] = (() => Confused(KeyFleet.Pem), Signature),
        ["HS256 by the public key's DER"] = (() => Confused(SigningKeys.Rsa.ExportSubjectPublicKeyInfo()), Signature),
        ["RS256 by another key"] = (() => SigningKeys.Sign(SigningKeys.OtherRsa, "RS256", Good()), Signature),
        ["RS256 by the secret"] = (() => Tokens.Sign("""{"alg":"RS256"}""", Good().ToJsonString()), Signature),
        ["ES256 by P-384"] = (() => Replaced("ES256", SigningKeys.P384), Signature),
        ["ES384 by P-256"] = (() => SigningKeys.Sign(SigningKeys.P256, "ES384", Good()), Algorithm),
        ["jwk"] = (() => Foreign(new() { ["jwk"] = SigningKeys.JwkOf(SigningKeys.OtherRsa, "x") }), Signature),
        ["jku"] = (() => Foreign(new() { ["jku"] = "https://evil.test/keys" }), Signature),
        ["x5u"] = (() => Foreign(new() { ["x5u"] = "https://evil.test/chain" }), Signature),
        ["x5c"] = (() => Foreign(new() { ["x5c"] = new JsonArray("MIIB") }), Signature),
        ["unknown crit"] = (() => Rsa(new() { ["crit"] = new JsonArray("b64"), ["b64"] = false }), Malformed),
        ["expired by a second"] = (() => Hmac(With("exp", Tokens.In(TimeSpan.FromSeconds(-1)))), Expired),
        ["exp exactly now"] = (() => Hmac(With("exp", Tokens.In(TimeSpan.Zero))), Expired),
        ["exp negative"] = (() => Hmac(With("exp", -1)), Expired),
        ["not valid for some seconds"] = (() => Hmac(With("nbf", Tokens.In(TimeSpan.FromSeconds(5)))), TooEarly),
        ["exp is text"] = (() => Hmac(With("exp", "4102444800")), Malformed),
        ["exp is null"] = (() => Hmac(With("exp", null)), Malformed),
        ["exp is huge"] = (() => Hmac(With("exp", 1e300)), Malformed),
        ["no exp"] = (() => Hmac(Without("exp")), NoExpiration),
        ["no hash"] = (() => Hmac(Without("hash")), NoUser),
        ["hash is a number"] = (() => Hmac(With("hash", 7)), NoUser),
        ["hash is a list"] = (() => Hmac(With("hash", new JsonArray("a"))), NoUser),
        ["hash is an object"] = (() => Hmac(With("hash", new JsonObject { ["a"] = 1 })), NoUser),
        ["hash is empty"] = (() => Hmac(With("hash", "")), NoUser),
        ["hash of 257"] = (() => Hmac(With("hash", new string('u', 257))), NoUser),
        ["hash twice"] = (() => Text(Good().ToJsonString()[..^1] + ",\"hash\":\"another\"}"), Malformed),
        ["alg twice"] = (() => Tokens.Sign("""{"alg":"HS256","alg":"HS256"}""", Good().ToJsonString()), Malformed),
        ["wrong issuer"] = (() => Hmac(With("iss", "https://evil.test")), Issuer),
        ["no issuer"] = (() => Hmac(Without("iss")), Issuer),
        ["wrong audience"] = (() => Hmac(With("aud", "chat")), Audience),
        ["audience list without ours"] = (() => Hmac(With("aud", new JsonArray("chat", 7))), Audience),
        ["nested"] = (() => Text($"\"{Hmac(Good())}\""), Malformed),
        ["five parts"] = (() => "e30.e30.e30.e30.e30", Malformed),
        ["four parts"] = (() => Hmac(Good()) + ".e30", Malformed),
        ["two parts"] = (() => Hmac(Good())[..Hmac(Good()).LastIndexOf('.')], Malformed),
        ["huge"] = (() => Hmac(With("name", new string('n', 13_000))), TooLong),
        ["blank within"] = (() => Hmac(Good()).Insert(5, " "), Malformed),
        ["not base64url"] = (() => "%%%.%%%.%%%", Malformed),
        ["padded"] = (() => Hmac(Good()) + "=", Malformed),
        ["payload is a list"] = (() => Text("[]"), Malformed),
        ["payload with something behind it"] = (() => Text(Good().ToJsonString() + "x"), Malformed),
        ["payload behind a byte order mark"] = (() => Text("\uFEFF" + Good().ToJsonString()), Malformed),
        ["something behind the signature"] = (() => Hmac(Good()) + "AAAA", Signature),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Token_has_its_answer(string name)
    {
        var (make, detail) = Rows[name];
        var token = make();

        using var response = await Handshake.UpgradeWithAsync(fleet.CallerSide, token);

        if (detail is null)
        {
            response.ShouldUpgrade();
            return;
        }

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, token);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((string?)problem["detail"]).Should().Be(detail);
    }

    private static JsonObject Good() => new()
    {
        ["hash"] = $"table-{Guid.NewGuid():N}",
        ["exp"] = Tokens.In(TimeSpan.FromHours(1)),
        ["iss"] = KeyFleet.Issuer,
        ["aud"] = "calls",
    };

    private static JsonObject With(string claim, JsonNode? value)
    {
        var claims = Good();
        claims[claim] = value;
        return claims;
    }

    private static JsonObject Without(string claim)
    {
        var claims = Good();
        claims.Remove(claim);
        return claims;
    }

    private static string Hmac(JsonObject claims, string algorithm = "HS256") => Tokens.Sign(claims, algorithm);

    private static string Text(string payload) => Tokens.Sign("""{"alg":"HS256"}""", payload);

    private static string Rsa(JsonObject header) => SigningKeys.Sign(SigningKeys.Rsa, "RS256", Good(), header);

    private static string Foreign(JsonObject header) => SigningKeys.Sign(SigningKeys.OtherRsa, "RS256", Good(), header);

    private static string Confused(string secret) => Tokens.Sign(Good(), "HS256", secret);

    private static string Confused(byte[] secret)
    {
        var token = Hmac(Good());
        var signed = token[..token.LastIndexOf('.')];
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Replaced(string algorithm, ECDsa key) => SigningKeys.Sign(key, algorithm, Good());

    /// <summary>A secret, and a file of two public keys.</summary>
    public sealed class KeyFleet : EmbeddedFleet
    {
        public const string Issuer = "https://id.test";

        private readonly string _path = Path.Combine(Path.GetTempPath(), $"goring-keys-{Guid.NewGuid():N}.pem");

        public static string RsaPem => SigningKeys.Rsa.ExportSubjectPublicKeyInfoPem();

        public static string Pem => $"{RsaPem}\n{SigningKeys.P256.ExportSubjectPublicKeyInfoPem()}\n";

        protected override (string Name, string? Value)[] Settings =>
            [("JWT_PUBLIC_KEY_PATH", _path), ("JWT_ISSUER", Issuer), ("JWT_AUDIENCE", "calls")];

        protected override Task PrepareAsync() => File.WriteAllTextAsync(_path, Pem);

        protected override Task ClearAwayAsync()
        {
            File.Delete(_path);
            return Task.CompletedTask;
        }
    }
}
