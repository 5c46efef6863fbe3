using System.Text.Json;

namespace Goring.Application.Protocol;

/// <summary>
/// Reads one frame of a client: the envelope and, where it is plain, the payload in one pass; any other payload then through a table
/// of <see cref="ClientProtocol"/>.
/// A frame that is wrong is a value with a text that names what was wrong, never an exception.
/// </summary>
internal readonly ref struct ClientFrame
{
    private const string NotAnEnvelope = "a message is a JSON object with a string \"type\" and an object \"payload\"";

    private const int MaxIdLength = 64;

    private static readonly ReadOnlyMemory<byte> EmptyPayload = "{}"u8.ToArray();

    private ClientFrame(ClientMessage? message, string? type, string? id, string? fault)
    {
        Id = id;
        Message = message;
        Type = type;
        Fault = fault;
    }

    /// <summary>The message, not yet validated; null where <see cref="Fault"/> is set.</summary>
    public ClientMessage? Message { get; }

    /// <summary>Its type, where it is one of the table.</summary>
    public string? Type { get; }

    /// <summary>The client's name for its message, where it gave one.</summary>
    public string? Id { get; }

    /// <summary>What is wrong with the frame.</summary>
    public string? Fault { get; }

    /// <param name="frame">UTF-8 text. A relayed message keeps a reference to it, not a copy.</param>
    /// <param name="table">What the client may send.</param>
    /// <param name="extended">Whether the client speaks <c>goring.v1</c>: has an <c>id</c> and more types.</param>
    /// <param name="session">The session that the client is known to be in, if any.</param>
    public static ClientFrame Read(ReadOnlyMemory<byte> frame, InboundTable table, bool extended, string? session = null)
    {
        var envelope = new Envelope(table, extended, session);
        try
        {
            if (envelope.Read(frame) is { } fault)
            {
                return new(null, envelope.Row?.Type, envelope.Id, fault);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how Utf8JsonReader names a lone surrogate.
            return new(null, envelope.Row?.Type, envelope.Id, "the message is not valid JSON");
        }

        var row = envelope.Row!;
        var payload = envelope.Payload.IsEmpty ? EmptyPayload : envelope.Payload;
        try
        {
            var message = envelope.Bound ?? row.Bind(payload);
            row.Attach(message, payload);
            message.Id = envelope.Id;
            return new(message, row.Type, envelope.Id, null);
        }
        catch (JsonException error)
        {
            return new(null, row.Type, envelope.Id, FaultOfField(error));
        }
    }

    /// <summary>
    /// Names the field and nothing of its value. The path is the serializer's (<c>$.session_id</c>); a field of a
    /// name too long to be one of ours is not repeated.
    /// </summary>
    private static string FaultOfField(JsonException error) =>
        error.Path is { Length: > 2 and <= 64 } path && path.StartsWith("$.", StringComparison.Ordinal)
            ? $"payload.{path[2..]} is not of its type, or stands twice"
            : "a field of the payload is not of its type, or stands twice";

    /// <summary>The top level of a frame.</summary>
    private ref struct Envelope(InboundTable table, bool extended, string? session)
    {
        private string? _typeFault;
        private bool _typeSeen;
        private bool _payloadSeen;
        private bool _payloadIsNull;
        private bool _idSeen;

        public InboundRow? Row { get; private set; }

        public string? Id { get; private set; }

        public ReadOnlyMemory<byte> Payload { get; private set; }

        /// <summary>The message, where it read its payload itself.</summary>
        public ClientMessage? Bound { get; private set; }

        /// <returns>What is wrong, or null.</returns>
        public string? Read(ReadOnlyMemory<byte> frame)
        {
            var reader = new PlainReader(frame.Span, session);
            if (!reader.Json.Read() || reader.Json.TokenType != JsonTokenType.StartObject)
            {
                return NotAnEnvelope;
            }

            while (reader.Json.Read() && reader.Json.TokenType == JsonTokenType.PropertyName)
            {
                if (ReadProperty(ref reader, frame) is { } fault)
                {
                    return fault;
                }
            }

            // Reading on finds what may stand behind the object: nothing.
            reader.Json.Read();
            return !_typeSeen ? NotAnEnvelope
                : _typeFault ?? (Payload.IsEmpty && !MayBeWithout(Row!) ? NotAnEnvelope : null);
        }

        private readonly bool MayBeWithout(InboundRow row) =>
            !row.NeedsPayload && (!_payloadSeen || (_payloadIsNull && row.TakesNull));

        private string? ReadProperty(ref PlainReader reader, ReadOnlyMemory<byte> frame)
        {
            if (reader.IsAt("type"u8))
            {
                reader.Json.Read();
                return SeenTwice(ref _typeSeen, "type") ?? ReadType(ref reader.Json);
            }

            if (reader.IsAt("payload"u8))
            {
                reader.Json.Read();
                return SeenTwice(ref _payloadSeen, "payload") ?? ReadPayload(ref reader, frame);
            }

            if (extended && reader.IsAt("id"u8))
            {
                reader.Json.Read();
                return SeenTwice(ref _idSeen, "id") ?? ReadId(ref reader.Json);
            }

            reader.Json.Skip();
            return null;
        }

        private string? ReadType(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                _typeFault = NotAnEnvelope;
                return null;
            }

            if (reader.ValueSpan.Length <= MaxIdLength)
            {
                Span<char> type = stackalloc char[MaxIdLength];
                Row = table.Find(type[..reader.CopyString(type)]);
            }

            if (Row is { IsExtended: true } && !extended)
            {
                Row = null;
            }

            // Told once the whole frame is read: that it is no JSON is told first.
            _typeFault = Row is null ? "there is no such type for a client to send" : null;
            return null;
        }

        private string? ReadId(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: <= MaxIdLength } id)
            {
                Id = id;
                return null;
            }

            reader.Skip();
            return $"\"id\" must be a string of at most {MaxIdLength} characters";
        }

        private string? ReadPayload(ref PlainReader reader, ReadOnlyMemory<byte> frame)
        {
            var isObject = reader.Json.TokenType == JsonTokenType.StartObject;
            _payloadIsNull = reader.Json.TokenType == JsonTokenType.Null;
            var start = reader.TokenStart;
            var before = reader;
            Bound = isObject ? Row?.TryReadPlain(ref reader) : null;
            if (Bound is null)
            {
                reader = before;
                reader.Json.Skip();
            }

            Payload = isObject ? frame[start..reader.TokenEnd] : default;
            return null;
        }

        private static string? SeenTwice(ref bool seen, string field)
        {
            var twice = seen;
            seen = true;
            return twice ? $"\"{field}\" stands twice" : null;
        }
    }
}
