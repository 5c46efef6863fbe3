using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>The JSON that APNs is sent, and that it answers with, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApnsBody))]
[JsonSerializable(typeof(ApnsErrorBody))]
[JsonSerializable(typeof(ProviderTokenHeader))]
[JsonSerializable(typeof(ProviderTokenClaims))]
internal sealed partial class ApnsJson : JsonSerializerContext
{
    /// <summary>Letters of nearly every script as they are: a name must not take six bytes a letter.</summary>
    public static ApnsJson Compact => Relaxed.Instance;

    /// <summary>A class of its own, since the order in which a partial class runs its initializers is not defined.</summary>
    private static class Relaxed
    {
        public static readonly ApnsJson Instance = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

/// <param name="Aps">Always there and always empty: a VoIP push shows nothing by itself.</param>
internal sealed record ApnsBody(
    ApnsBody.Nothing Aps,
    string Type,
    string SessionId,
    string CallerId,
    [property: JsonPropertyName("callerName")] string CallerName,
    string Handle,
    string CallerUsername,
    string CallerImage,
    long SentAt,
    long ExpiresAt,
    string RingToken,
    string? Media,
    JsonElement? Metadata)
{
    internal sealed record Nothing;
}

/// <param name="Timestamp">With 410: since when the token is dead, in Unix milliseconds.</param>
internal sealed record ApnsErrorBody(string? Reason, long? Timestamp);

internal sealed record ProviderTokenHeader(string Alg, string Kid);

internal sealed record ProviderTokenClaims(string Iss, long Iat);
