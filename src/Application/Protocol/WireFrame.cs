using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Goring.Application.Protocol;

/// <summary>Writes the frames of docs/protocol.md: <c>{"type": string, "payload": object}</c>, UTF-8.</summary>
public static class WireFrame
{
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = WireJson.Encoder, SkipValidation = true };

    /// <summary>The bytes of a message of the server's own.</summary>
    /// <param name="id">The client's name for the message that this answers; null for none.</param>
    public static ReadOnlyMemory<byte> Of(ServerMessage message, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        var row = message.Row;
        var page = Page.Take();
        var writer = page.Writer;
        writer.WriteStartObject();
        writer.WriteString("type"u8, row.Type);
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }

        if (row.HasPayload)
        {
            writer.WritePropertyName("payload"u8);
            JsonSerializer.Serialize(writer, message, row.Payload);
        }

        writer.WriteEndObject();
        return page.Finish();
    }

    /// <summary>The payload of a message alone, UTF-8, as an HTTP answer has it.</summary>
    public static ReadOnlyMemory<byte> PayloadOf(ServerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return JsonSerializer.SerializeToUtf8Bytes(message, ServerMessageTable.RowOf(message).Payload);
    }

    /// <summary>
    /// The bytes of a relayed message: the payload exactly as the sender wrote it, inside an envelope that the
    /// server wrote. One copy, no parsing.
    /// </summary>
    /// <param name="type">The type, UTF-8, from the inbound table.</param>
    /// <param name="payload">A JSON object that has been parsed once already.</param>
    public static ReadOnlyMemory<byte> Relay(ReadOnlySpan<byte> type, ReadOnlySpan<byte> payload) =>
        RelayWith(type, payload, default, default);

    /// <summary>The same with a payload in three parts, which make one object.</summary>
    public static ReadOnlyMemory<byte> RelayWith(
        ReadOnlySpan<byte> type, ReadOnlySpan<byte> before, ReadOnlySpan<byte> inserted, ReadOnlySpan<byte> after)
    {
        var head = "{\"type\":\""u8;
        var middle = "\",\"payload\":"u8;
        var payload = before.Length + inserted.Length + after.Length;
        var frame = GC.AllocateUninitializedArray<byte>(head.Length + type.Length + middle.Length + payload + 1);
        var rest = frame.AsSpan();
        Append(ref rest, head);
        Append(ref rest, type);
        Append(ref rest, middle);
        Append(ref rest, before);
        Append(ref rest, inserted);
        Append(ref rest, after);
        rest[0] = (byte)'}';
        return frame;
    }

    /// <summary>The bytes of an event of a resumable session: the frame with <c>seq</c> in front.</summary>
    public static ReadOnlyMemory<byte> Numbered(long seq, ReadOnlySpan<byte> frame)
    {
        var head = "{\"seq\":"u8;
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(seq, number, out var digits);
        var numbered = GC.AllocateUninitializedArray<byte>(head.Length + digits + frame.Length);
        var rest = numbered.AsSpan();
        Append(ref rest, head);
        Append(ref rest, number[..digits]);
        rest[0] = (byte)',';
        frame[1..].CopyTo(rest[1..]);
        return numbered;
    }

    /// <summary>The number that <see cref="Numbered"/> put in front of a frame, or 0 where there is none.</summary>
    public static long SeqOf(ReadOnlySpan<byte> frame)
    {
        var head = "{\"seq\":"u8;
        return frame.StartsWith(head)
            && Utf8Parser.TryParse(frame[head.Length..], out long seq, out var digits)
            && seq > 0
            && frame[(head.Length + digits)..].StartsWith(","u8)
            ? seq
            : 0;
    }

    private static void Append(ref Span<byte> to, scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(to);
        to = to[bytes.Length..];
    }

    /// <summary>
    /// What a message is written on before its bytes are copied out, one kept by each thread: a writer asks for 4 KB as
    /// soon as a few hundred bytes are not enough, which is twenty times what most frames have.
    /// </summary>
    private sealed class Page
    {
        /// <summary>One that grew larger is not kept.</summary>
        private const int MaxKept = 32 * 1024;

        [ThreadStatic]
        private static Page? _spare;

        private readonly ArrayBufferWriter<byte> _bytes = new(initialCapacity: 4096);

        private Page() => Writer = new(_bytes, WriterOptions);

        public Utf8JsonWriter Writer { get; }

        /// <summary>One that nobody writes on. After a fault it is left to the collector.</summary>
        public static Page Take()
        {
            var page = _spare ?? new();
            _spare = null;
            return page;
        }

        /// <summary>What was written; the page is another's afterwards.</summary>
        public byte[] Finish()
        {
            Writer.Flush();
            var written = _bytes.WrittenSpan.ToArray();
            if (_bytes.Capacity <= MaxKept)
            {
                _bytes.ResetWrittenCount();
                Writer.Reset();
                _spare = this;
            }

            return written;
        }
    }
}
