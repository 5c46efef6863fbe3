using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Goring.Web.Auth;

/// <summary>
/// A JWT as it was sent: a JWS in compact form (RFC 7515, section 7.1), read to the letter. Nothing in it is believed yet.
/// Of its header only <c>alg</c> and <c>kid</c> are looked at: keys that it brings along or points to do not exist for us.
/// </summary>
internal sealed class CompactToken
{
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false };

    private CompactToken(string algorithm, string? keyId, JsonElement claims, byte[] signed, byte[] signature)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Claims = claims;
        Signed = signed;
        Signature = signature;
    }

    public string Algorithm { get; }

    public string? KeyId { get; }

    /// <summary>An object in which no name stands twice, at any depth.</summary>
    public JsonElement Claims { get; }

    /// <summary>What the signature is over.</summary>
    public byte[] Signed { get; }

    public byte[] Signature { get; }

    /// <returns>Null for anything else.</returns>
    public static CompactToken? TryRead(string token)
    {
        // The decoder takes blanks and padding, which have no place here.
        var text = token.AsSpan();
        var first = text.IndexOf('.');
        var last = text.LastIndexOf('.');
        if (text.ContainsAnyExcept(Letters) || first == last || text[(first + 1)..last].Contains('.'))
        {
            return null;
        }

        if (TryReadObject(text[..first]) is not { } header
            || TryReadObject(text[(first + 1)..last]) is not { } claims
            || TryDecode(text[(last + 1)..]) is not { Length: > 0 } signature)
        {
            return null;
        }

        // Extensions that must be understood (section 4.1.11): we understand none.
        if (header.TryGetProperty("crit", out _)
            || TokenUser.Text(header, "alg") is not { } algorithm
            || (header.TryGetProperty("kid", out var kid) && kid.ValueKind != JsonValueKind.String))
        {
            return null;
        }

        return new(algorithm, TokenUser.Text(header, "kid"), claims, Encoding.ASCII.GetBytes(token, 0, last), signature);
    }

    /// <summary>The object in that JSON; null where it is none, or says a thing twice.</summary>
    public static JsonElement? TryParseObject(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), Strictly);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair in a name.
            return null;
        }
    }

    private static JsonElement? TryReadObject(ReadOnlySpan<char> part) =>
        TryDecode(part) is { } json ? TryParseObject(json) : null;

    private static byte[]? TryDecode(ReadOnlySpan<char> part) =>
        Base64Url.IsValid(part, out var length) && length > 0 ? Base64Url.DecodeFromChars(part) : null;
}
