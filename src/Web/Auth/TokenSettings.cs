using System.Security.Cryptography;
using System.Text;
using Goring.Web.Auth.OpenId;
using Goring.Web.Configuration;

namespace Goring.Web.Auth;

/// <summary>How tokens are checked.</summary>
/// <param name="Secret">The HMAC key, at least 16 bytes (RFC 7518, section 3.2, asks for more: 32 for HS256).</param>
/// <param name="RequireExpiration">Whether a token without <c>exp</c> is refused.</param>
/// <param name="Issuer">Null: not checked.</param>
/// <param name="Audience">Null: not checked.</param>
internal sealed record TokenSettings(byte[] Secret, bool RequireExpiration, string? Issuer, string? Audience)
{
    private const int MinSecretBytes = 16;
    private const string PublicKeysName = "JWT_PUBLIC_KEY_PATH";
    private const string AuthorityName = "JWT_AUTHORITY";

    /// <summary>The keys of <c>JWT_PUBLIC_KEY_PATH</c>; none: no such token is taken.</summary>
    public IReadOnlyList<TokenKey> PublicKeys { get; init; } = [];

    /// <summary>The OpenID provider, as <c>JWT_AUTHORITY</c> spells it; null: none is asked.</summary>
    public string? Authority { get; init; }

    /// <summary>The key of <c>ring_token</c>, derived from the secret so that every instance of a fleet has the same (RFC 5869).</summary>
    public byte[] RingKey { get; } =
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret, outputLength: 32, info: "goring ring_token"u8.ToArray());

    private const string DevelopmentSecret = "dev-secret-change-in-production";

    public static TokenSettings Read(SettingsReader reader, IHostEnvironment environment)
    {
        var secret = reader.Secret("JWT_SECRET") ?? (environment.IsDevelopment() ? DevelopmentSecret : null)
            ?? throw SettingException.For("JWT_SECRET", "is required outside Development");
        var key = Encoding.UTF8.GetBytes(secret);
        if (key.Length < MinSecretBytes)
        {
            throw SettingException.For("JWT_SECRET", $"wants at least {MinSecretBytes} bytes");
        }

        if (secret == DevelopmentSecret && !environment.IsDevelopment())
        {
            throw SettingException.For("JWT_SECRET", "is the one of Development, which everybody knows");
        }

        return new(
            key,
            reader.Flag("JWT_REQUIRE_EXPIRATION", true),
            reader.Text("JWT_ISSUER"),
            reader.Text("JWT_AUDIENCE"))
        {
            PublicKeys = reader.Text(PublicKeysName) is { } path ? PublicKeyFile.Read(PublicKeysName, path) : [],
            Authority = ReadAuthority(reader),
        };
    }

    private static string? ReadAuthority(SettingsReader reader) => reader.Text(AuthorityName) switch
    {
        null => null,
        { } text when OpenIdSource.IsAddress(text) && !text.Contains('?', StringComparison.Ordinal) => text,
        _ => throw SettingException.For(
            AuthorityName, "wants the https address of an OpenID provider (http on this machine alone), without a query"),
    };
}
