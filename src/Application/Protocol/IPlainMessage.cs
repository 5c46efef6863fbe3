using System.Text.Json;

namespace Goring.Application.Protocol;

/// <summary>
/// A message that reads its fields off the reader of the frame itself: a candidate is read in three quarters of the time that it takes with
/// the serializer. It knows every field that the serializer would bind, which is tested; whatever is unusual it leaves to that.
/// </summary>
internal interface IPlainMessage
{
    /// <param name="reader">At a field's name. Where the field is taken, at its value afterwards.</param>
    PlainField ReadField(ref Utf8JsonReader reader);
}

/// <summary>What became of a field.</summary>
internal enum PlainField
{
    /// <summary>None of the message's: it is skipped.</summary>
    Unknown,
    Taken,

    /// <summary>Of another type than nearly always, escaped, null, or there for the second time.</summary>
    Unusual,
}

/// <summary>Values of a message's fields, each to be read once.</summary>
internal static class PlainFields
{
    extension(ref Utf8JsonReader reader)
    {
        public PlainField Take(ref string? value)
        {
            if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped)
            {
                return PlainField.Unusual;
            }

            value = reader.GetString();
            return PlainField.Taken;
        }

        public PlainField Take(ref PresentText? value)
        {
            if (value is not null || !reader.Read() || !PresentText.IsPlain(reader))
            {
                return PlainField.Unusual;
            }

            value = new(IsBlank: false);
            return PlainField.Taken;
        }

        public PlainField Take(ref double? value)
        {
            if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var number))
            {
                return PlainField.Unusual;
            }

            value = number;
            return PlainField.Taken;
        }
    }
}
