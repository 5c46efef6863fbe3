using System.Collections.Frozen;
using System.Text.Json;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>A <c>google.rpc.Status</c> as FCM answers it, as far as it can be read.</summary>
/// <param name="Code">FCM's own word from the details, where there is a known one.</param>
/// <param name="Status">The word that every Google service uses, where it is a known one.</param>
/// <param name="BlamesTokenAlone">Whether fields are named as wrong, and all of them are <c>message.token</c>.</param>
internal readonly record struct FcmError(string? Code, string? Status, bool BlamesTokenAlone)
{
    private static readonly FrozenSet<string> Codes = FrozenSet.Create(
        "INVALID_ARGUMENT", "UNREGISTERED", "SENDER_ID_MISMATCH", "QUOTA_EXCEEDED", "UNAVAILABLE", "INTERNAL",
        "THIRD_PARTY_AUTH_ERROR", "UNSPECIFIED_ERROR");

    private static readonly FrozenSet<string> Statuses = FrozenSet.Create(
        "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "UNAUTHENTICATED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
        "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

    public static FcmError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Property(document.RootElement, "error") is { } error ? Read(error) : default;
        }
        catch (JsonException)
        {
            // A proxy's page, or only the start of a body: the HTTP status must do.
            return default;
        }
    }

    private static FcmError Read(JsonElement error)
    {
        var details = Elements(Property(error, "details"));
        var code = details.Select(detail => Text(Property(detail, "errorCode")))
            .FirstOrDefault(word => word is not null && Codes.Contains(word));
        var status = Text(Property(error, "status"));
        var fields = details.SelectMany(detail => Elements(Property(detail, "fieldViolations")))
            .Select(violation => Text(Property(violation, "field")))
            .ToArray();
        return new(
            code,
            status is not null && Statuses.Contains(status) ? status : null,
            fields.Length > 0 && fields.All(field => field == "message.token"));
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static JsonElement[] Elements(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    private static string? Text(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
