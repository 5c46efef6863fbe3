using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Goring.PushSandbox.Requests;

/// <summary>A JSON web token taken apart; nothing of it is verified yet.</summary>
internal sealed record Jws(JsonElement Header, JsonElement Claims, byte[] SignedBytes, byte[] Signature)
{
    public static bool TryRead(string text, [NotNullWhen(true)] out Jws? token)
    {
        token = null;
        if (text.Split('.') is not [var header, var claims, var signature])
        {
            return false;
        }

        try
        {
            token = new(
                Parse(header), Parse(claims), Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature));
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return false;
        }

        return token.Header.ValueKind == JsonValueKind.Object && token.Claims.ValueKind == JsonValueKind.Object;
    }

    public string? HeaderText(string name) => Text(Header, name);

    public string? Claim(string name) => Text(Claims, name);

    /// <summary>A claim in Unix seconds; null where it is missing, no whole number, or no time.</summary>
    public DateTimeOffset? Time(string name) =>
        Claims.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var seconds)
        && seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static JsonElement Parse(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
