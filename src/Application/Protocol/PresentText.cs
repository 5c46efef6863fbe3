using System.Buffers;
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
    /// <summary>What ends a text, begins an escape, or may not stand in one (RFC 8259, section 7).</summary>
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    /// <summary>
    /// Nearly every text begins with a letter or digit and has no \u escape, behind which a lone surrogate could
    /// hide: then nothing more needs to be known.
    /// </summary>
    /// <param name="text">What a reader found between two quotes.</param>
    internal static bool IsPlain(ReadOnlySpan<byte> text) =>
        text.Length > 0 && BeginsPlainly(text[0]) && text.IndexOf("\\u"u8) < 0;

    /// <summary>The same of a text that no reader has looked at.</summary>
    /// <param name="json">UTF-8, in front of the text's opening quote.</param>
    /// <returns>Bytes, with both quotes; 0 where it is not so, or no text of JSON's.</returns>
    internal static int LengthOfPlain(ReadOnlySpan<byte> json)
    {
        if (json.Length < 2 || json[0] != '"' || !BeginsPlainly(json[1]))
        {
            return 0;
        }

        var at = 2;
        while (json[at..].IndexOfAny(Special) is var next and >= 0)
        {
            at += next;
            if (json[at] == '"')
            {
                return at + 1;
            }

            // Lines end in two escapes: the second is not searched for.
            do
            {
                if (!BeginsWithShortEscape(json[at..]))
                {
                    return 0;
                }

                at += 2;
            }
            while (at < json.Length && json[at] == '\\');
        }

        return 0;
    }

    private static bool BeginsPlainly(byte first) => first is > (byte)' ' and < 0x7F and not (byte)'"' and not (byte)'\\';

    private static bool BeginsWithShortEscape(ReadOnlySpan<byte> json) =>
        json.Length > 1 && json[0] == '\\'
        && json[1] is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f';
}

internal sealed class PresentTextConverter : JsonConverter<PresentText>
{
    public override PresentText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        return PresentText.IsPlain(reader.ValueSpan)
            ? new(IsBlank: false)
            : new(string.IsNullOrWhiteSpace(reader.GetString()));
    }

    public override void Write(Utf8JsonWriter writer, PresentText value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A relayed field is never written: the sender's bytes go on.");
}
