namespace Goring.Application.Protocol;

/// <summary>
/// A message that reads its fields off the reader of the frame itself: a candidate is read in three quarters of the time that it takes with
/// the serializer. It knows every field that the serializer would bind, which is tested; whatever is unusual it leaves to that.
/// </summary>
internal interface IPlainMessage
{
    /// <param name="reader">At a field's name. Where the field is taken, at its value afterwards.</param>
    PlainField ReadField(ref PlainReader reader);
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
