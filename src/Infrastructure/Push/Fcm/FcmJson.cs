using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>The JSON that FCM is sent, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FcmRequestBody))]
internal sealed partial class FcmJson : JsonSerializerContext
{
    /// <summary>Letters of nearly every script as they are.</summary>
    public static FcmJson Compact => Relaxed.Instance;

    /// <summary>A class of its own, since the order in which a partial class runs its initializers is not defined.</summary>
    private static class Relaxed
    {
        public static readonly FcmJson Instance = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}

internal sealed record FcmRequestBody(FcmMessage Message);

internal sealed record FcmMessage(string Token, IReadOnlyDictionary<string, string> Data, FcmAndroid Android);

internal sealed record FcmAndroid(string Priority, string Ttl);
