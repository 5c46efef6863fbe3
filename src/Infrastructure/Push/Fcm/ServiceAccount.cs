using System.Security.Cryptography;
using System.Text.Json;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>A Google service account, read from the JSON text that Google hands out for it.</summary>
/// <param name="KeyId">Which of its keys <paramref name="Key"/> is; null where the text does not say.</param>
/// <param name="Key">With its private part.</param>
/// <param name="TokenUri">Where it exchanges what it signs for access tokens.</param>
public sealed record ServiceAccount(string Email, string? KeyId, RSA Key, Uri TokenUri, string? ProjectId)
{
    /// <exception cref="FormatException">The message says what is wrong and holds nothing of the text; an inner one may.</exception>
    public static ServiceAccount Parse(string json)
    {
        using var document = Document(json);
        var account = document.RootElement;
        if (account.ValueKind != JsonValueKind.Object || Text(account, "type") != "service_account")
        {
            throw new FormatException("its type is not service_account");
        }

        return new(
            Required(account, "client_email"),
            Text(account, "private_key_id"),
            KeyOf(Required(account, "private_key")),
            TokenUriOf(Required(account, "token_uri")),
            Text(account, "project_id"));
    }

    private static JsonDocument Document(string json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException error)
        {
            throw new FormatException("it is not JSON", error);
        }
    }

    private static RSA KeyOf(string pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            _ = key.SignData([], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException("its private_key is no RSA key in PEM", error);
        }
    }

    private static Uri TokenUriOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            ? uri
            : throw new FormatException("its token_uri is no http or https URI");

    private static string Required(JsonElement account, string name) =>
        Text(account, name) ?? throw new FormatException($"it has no {name}");

    private static string? Text(JsonElement account, string name) =>
        account.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
