using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Goring.Application.Protocol;

/// <summary>A row of an inbound table: a type that a client may send, and the message its payload is bound to.</summary>
internal abstract record InboundRow(string Type, Type Message)
{
    /// <summary>The type as it stands in a frame.</summary>
    public byte[] Utf8Type { get; } = Encoding.UTF8.GetBytes(Type);

    /// <summary>Whether only a <c>goring.v1</c> client may send it (docs/protocol.md, part 3).</summary>
    public bool IsExtended { get; init; }

    /// <summary>Whether a frame without a payload is refused; otherwise it stands for an empty one.</summary>
    public bool NeedsPayload { get; init; } = true;

    /// <summary>Whether <c>"payload":null</c> is no payload rather than a wrong one.</summary>
    public bool TakesNull { get; init; }

    public static InboundRow For<TMessage>(string type, JsonTypeInfo<TMessage> binding)
        where TMessage : ClientMessage => new InboundRow<TMessage>(type, binding);

    /// <summary>The same for a message that reads its fields itself; what is unusual in them is left to <paramref name="binding"/>.</summary>
    public static InboundRow ForPlain<TMessage>(string type, JsonTypeInfo<TMessage> binding)
        where TMessage : ClientMessage, IPlainMessage, new() => new PlainInboundRow<TMessage>(type, binding);

    /// <summary>The message in a payload. A <see cref="JsonException"/> says that a field is not of its type.</summary>
    public abstract ClientMessage Bind(ReadOnlyMemory<byte> payload);

    /// <summary>The message in the object that the reader stands before; null where <see cref="Bind"/> has to decide.</summary>
    /// <param name="reader">Behind the object afterwards; where there is no message, anywhere.</param>
    public virtual ClientMessage? TryReadPlain(ref PlainReader reader) => null;

    /// <summary>What is relayed keeps the sender's bytes.</summary>
    public void Attach(ClientMessage message, ReadOnlyMemory<byte> payload)
    {
        if (message is IRelayed relayed)
        {
            relayed.WireType = Utf8Type;
            relayed.Payload = payload;
        }
    }
}

internal record InboundRow<TMessage>(string Type, JsonTypeInfo<TMessage> Binding)
    : InboundRow(Type, typeof(TMessage))
    where TMessage : ClientMessage
{
    public override ClientMessage Bind(ReadOnlyMemory<byte> payload) =>
        JsonSerializer.Deserialize(payload.Span, Binding) ?? throw new JsonException();
}

internal sealed record PlainInboundRow<TMessage>(string Type, JsonTypeInfo<TMessage> Binding)
    : InboundRow<TMessage>(Type, Binding)
    where TMessage : ClientMessage, IPlainMessage, new()
{
    public override ClientMessage? TryReadPlain(ref PlainReader reader)
    {
        var message = new TMessage();
        while (reader.Json.Read() && reader.Json.TokenType == JsonTokenType.PropertyName)
        {
            switch (reader.Json.ValueIsEscaped ? PlainField.Unusual : message.ReadField(ref reader))
            {
                case PlainField.Unusual:
                    return null;
                case PlainField.Unknown:
                    reader.Json.Skip();
                    break;
            }
        }

        return message;
    }
}
