using System.Text.Json;
using System.Text.Json.Serialization;

namespace Goring.Application.Protocol;

/// <summary>
/// That a relayed field is there, is a string, and is blank or not: all a relay needs to know. The text itself
/// (2.5 KB of SDP, say) is never made into a string; the payload's bytes go on untouched.
/// </summary>
[JsonConverter(typeof(PresentTextConverter))]
public readonly record struct PresentText(bool IsBlank)
{
    /// <summary>
    /// Nearly every text begins with a letter or digit and has no \u escape, behind which a lone surrogate could
    /// hide: then nothing more needs to be known.
    /// </summary>
    internal static bool IsPlain(in Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        return reader.TokenType == JsonTokenType.String
            && text.Length > 0 && text[0] is > (byte)' ' and < 0x7F and not (byte)'\\' && text.IndexOf("\\u"u8) < 0;
    }
}

internal sealed class PresentTextConverter : JsonConverter<PresentText>
{
    public override PresentText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        return PresentText.IsPlain(reader)
            ? new(IsBlank: false)
            : new(string.IsNullOrWhiteSpace(reader.GetString()));
    }

    public override void Write(Utf8JsonWriter writer, PresentText value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A relayed field is never written: the sender's bytes go on.");
}
