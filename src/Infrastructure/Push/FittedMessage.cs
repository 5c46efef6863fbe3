using System.Globalization;
using System.Text;
using Goring.Application.Push;

namespace Goring.Infrastructure.Push;

/// <summary>
/// A push that a service's limit lets through. What a phone can ring without goes first: the metadata, then the
/// picture, then the ends of the names.
/// </summary>
internal static class FittedMessage
{
    /// <summary>UTF-8 bytes that a name may have, tried from the first on. 0: the phone shows the id.</summary>
    private static readonly int[] NameBytes = [1024, 512, 256, 128, 64, 32, 0];

    /// <param name="write">Writes a message, or says with null that it came out too large.</param>
    /// <returns>The largest version that fits; null where none does.</returns>
    public static T? Write<T>(PushMessage message, Func<PushMessage, T?> write)
        where T : class =>
        Smaller(message).Select(write).FirstOrDefault(written => written is not null);

    /// <summary>The start of a text that has at most so many UTF-8 bytes; what a reader sees as one character is never cut.</summary>
    public static string? Cut(string? text, int maxBytes)
    {
        if (text is null || Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var end = 0;
        var bytes = 0;
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            bytes += Encoding.UTF8.GetByteCount(text.AsSpan(end, length));
            if (bytes > maxBytes)
            {
                break;
            }

            end += length;
        }

        return text[..end];
    }

    private static IEnumerable<PushMessage> Smaller(PushMessage message)
    {
        yield return message;

        message = message with { Metadata = null };
        yield return message;

        message = message with { Caller = message.Caller with { ImageProfile = null } };
        yield return message;

        foreach (var bytes in NameBytes)
        {
            yield return message with
            {
                Caller = message.Caller with
                {
                    Name = Cut(message.Caller.Name, bytes),
                    Username = Cut(message.Caller.Username, bytes),
                },
            };
        }
    }
}
