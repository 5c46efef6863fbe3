using System.Text.Json;

namespace Goring.Application.Protocol;

/// <summary>
/// A frame's JSON, read once from its begin to its end. Of a text of which nothing is to be known but that it is there
/// (<see cref="PresentText"/>) it looks for the end alone: .NET's reader checks each byte behind the first escape for itself, and an SDP has
/// two escapes a line (docs/performance.md).
/// </summary>
internal ref struct PlainReader(ReadOnlySpan<byte> frame, string? session = null)
{
    /// <summary>Of a reader that has read a text among the fields of a payload.</summary>
    private static readonly JsonReaderState BehindText = StateBehind("""{"payload":{"sdp":"" """u8);

    private readonly ReadOnlySpan<byte> _frame = frame;

    /// <summary>Where in the frame the JSON reader began.</summary>
    private int _from;

    /// <summary>The session that the sender of the frame is known to be in, if any: nearly every message of theirs names that one.</summary>
    public readonly string? Session = session;

    /// <summary>Where we stand. It may be another one behind a text.</summary>
    public Utf8JsonReader Json = new(frame);

    /// <summary>Where the token begins, in the frame.</summary>
    public readonly int TokenStart => _from + (int)Json.TokenStartIndex;

    /// <summary>Where it ends.</summary>
    public readonly int TokenEnd => _from + (int)Json.BytesConsumed;

    /// <summary>Whether the field at whose name we stand is that one.</summary>
    public readonly bool IsAt(ReadOnlySpan<byte> field) => Json.ValueTextEquals(field);

    /// <param name="known">A text that it may well be, which then is not made anew.</param>
    public PlainField Take(ref string? value, string? known = null)
    {
        if (value is not null || !Json.Read() || Json.TokenType != JsonTokenType.String || Json.ValueIsEscaped)
        {
            return PlainField.Unusual;
        }

        value = known is not null && Json.ValueTextEquals(known) ? known : Json.GetString();
        return PlainField.Taken;
    }

    /// <remarks>Of a field of the payload's itself.</remarks>
    public PlainField Take(ref PresentText? value)
    {
        if (value is not null || !TryPassText())
        {
            return PlainField.Unusual;
        }

        value = new(IsBlank: false);
        return PlainField.Taken;
    }

    public PlainField Take(ref double? value)
    {
        if (value is not null || !Json.Read() || Json.TokenType != JsonTokenType.Number || !Json.TryGetDouble(out var number))
        {
            return PlainField.Unusual;
        }

        value = number;
        return PlainField.Taken;
    }

    private bool TryPassText()
    {
        // The reader stands behind the colon; what may come first is what JSON calls whitespace.
        var behind = _frame[TokenEnd..];
        var text = behind.TrimStart(" \t\r\n"u8);
        var length = PresentText.LengthOfPlain(text);
        if (length == 0)
        {
            return false;
        }

        _from = _frame.Length - text.Length + length;
        Json = new(_frame[_from..], isFinalBlock: true, BehindText);
        return true;
    }

    private static JsonReaderState StateBehind(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, state: default);
        while (reader.Read())
        {
            // To the last token.
        }

        return reader.CurrentState;
    }
}
