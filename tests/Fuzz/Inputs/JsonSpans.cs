using System.Runtime.InteropServices;
using System.Text.Json;

namespace Goring.Fuzz.Inputs;

/// <summary>A name or a value in a text of JSON.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonSpan(int Start, int End, JsonTokenType Kind)
{
    public bool IsName => Kind == JsonTokenType.PropertyName;

    public bool IsText => Kind is JsonTokenType.PropertyName or JsonTokenType.String;
}

internal static class JsonSpans
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 2000 };

    /// <summary>Each name and value in the order in which they begin, as far as the text is JSON.</summary>
    public static List<JsonSpan> Of(ReadOnlySpan<byte> json)
    {
        List<JsonSpan> spans = [];
        Stack<int> open = new();
        var reader = new Utf8JsonReader(json, Deep);
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(spans.Count);
                        spans.Add(new(start, json.Length, reader.TokenType));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var opened = open.Pop();
                        spans[opened] = spans[opened] with { End = (int)reader.BytesConsumed };
                        break;
                    default:
                        var quotes = reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String ? 2 : 0;
                        spans.Add(new(start, start + reader.ValueSpan.Length + quotes, reader.TokenType));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What is behind is no JSON.
        }

        return spans;
    }
}
