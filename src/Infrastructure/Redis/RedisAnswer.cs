using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// What Redis says to a connection that subscribes, in RESP2 (the serialization protocol specification of Redis): a message of a
/// channel, or the answer to a command, of which only an error says more than that it was taken.
/// </summary>
/// <param name="Channel">Of a message; its bytes are the reader's and go with them.</param>
/// <param name="Payload">Of a message; its bytes are the reader's and go with them.</param>
/// <param name="Error">What Redis refuses with, or null.</param>
internal readonly record struct RedisAnswer(
    bool IsMessage, ReadOnlySequence<byte> Channel, ReadOnlySequence<byte> Payload, string? Error)
{
    /// <summary>Nothing that is asked here is answered with more elements.</summary>
    private const int MostElements = 4;

    /// <summary>A line that says how long something is, is no longer.</summary>
    private const int MostDigits = 20;

    /// <summary>Redis takes no longer string (its <c>proto-max-bulk-len</c>, 512 MB).</summary>
    private const int MostBytes = 512 * 1024 * 1024;

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <summary>Reads one answer, and leaves in the buffer what is behind it.</summary>
    /// <returns>Whether it is there in full; if not the buffer is as it was.</returns>
    /// <exception cref="InvalidDataException">This is not what Redis says.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out RedisAnswer answer)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!TryRead(ref reader, out answer))
        {
            return false;
        }

        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private static bool TryRead(ref SequenceReader<byte> reader, out RedisAnswer answer)
    {
        answer = default;
        if (!reader.TryPeek(out var kind))
        {
            return false;
        }

        switch (kind)
        {
            case (byte)'*':
                return TryReadArray(ref reader, out answer);
            case (byte)'+' or (byte)':':
                return reader.TryReadTo(out ReadOnlySequence<byte> _, LineEnd);
            case (byte)'-':
                reader.Advance(1);
                if (!reader.TryReadTo(out ReadOnlySequence<byte> error, LineEnd))
                {
                    return false;
                }

                answer = new(false, default, default, Encoding.UTF8.GetString(error));
                return true;
            default:
                throw new InvalidDataException($"Redis does not begin an answer with the byte {kind}.");
        }
    }

    private static bool TryReadArray(ref SequenceReader<byte> reader, out RedisAnswer answer)
    {
        answer = default;
        if (!TryReadLength(ref reader, (byte)'*', MostElements, out var count))
        {
            return false;
        }

        ReadOnlySequence<byte> first = default, second = default, third = default;
        for (var i = 0; i < count; i++)
        {
            if (!TryReadElement(ref reader, out var element))
            {
                return false;
            }

            (first, second, third) = i switch
            {
                0 => (element, second, third),
                1 => (first, element, third),
                2 => (first, second, element),
                _ => (first, second, third),
            };
        }

        if (count == 3 && Is(first, "message"u8))
        {
            answer = new(true, second, third, null);
        }

        return true;
    }

    private static bool TryReadElement(ref SequenceReader<byte> reader, out ReadOnlySequence<byte> element)
    {
        element = default;
        if (!reader.TryPeek(out var kind))
        {
            return false;
        }

        if (kind == (byte)':')
        {
            return reader.TryReadTo(out element, LineEnd);
        }

        if (!TryReadLength(ref reader, (byte)'$', MostBytes, out var length))
        {
            return false;
        }

        if (length < 0)
        {
            return true;
        }

        if (reader.Remaining < length + LineEnd.Length)
        {
            return false;
        }

        element = reader.UnreadSequence.Slice(0, length);
        reader.Advance(length);
        return reader.IsNext(LineEnd, advancePast: true)
            ? true
            : throw new InvalidDataException("Redis ends a string with CR LF.");
    }

    /// <param name="length">-1 for none at all.</param>
    private static bool TryReadLength(ref SequenceReader<byte> reader, byte kind, int most, out int length)
    {
        length = 0;
        if (!reader.IsNext(kind, advancePast: true))
        {
            reader.TryPeek(out var other);
            throw new InvalidDataException($"Where the byte {kind} was to be, Redis said {other}.");
        }

        if (!reader.TryReadTo(out ReadOnlySequence<byte> line, LineEnd))
        {
            return reader.Remaining <= MostDigits ? false : throw new InvalidDataException("A length of Redis's has no end.");
        }

        Span<byte> digits = stackalloc byte[MostDigits];
        if (line.Length > MostDigits)
        {
            throw new InvalidDataException("A length of Redis's is no number.");
        }

        line.CopyTo(digits);
        return Utf8Parser.TryParse(digits[..(int)line.Length], out length, out var read)
            && read == line.Length && length >= -1 && length <= most
            ? true
            : throw new InvalidDataException("A length of Redis's is no number, or too great.");
    }

    private static bool Is(ReadOnlySequence<byte> element, ReadOnlySpan<byte> word) =>
        element.Length == word.Length && (element.IsSingleSegment
            ? element.FirstSpan.SequenceEqual(word)
            : element.ToArray().AsSpan().SequenceEqual(word));
}
