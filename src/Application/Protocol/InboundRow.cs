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

    /// <summary>The message in a payload. A <see cref="JsonException"/> says that a field is not of its type.</summary>
    public abstract ClientMessage Bind(ReadOnlyMemory<byte> payload);
}

internal sealed record InboundRow<TMessage>(string Type, JsonTypeInfo<TMessage> Binding)
    : InboundRow(Type, typeof(TMessage))
    where TMessage : ClientMessage
{
    public override ClientMessage Bind(ReadOnlyMemory<byte> payload)
    {
        var message = JsonSerializer.Deserialize(payload.Span, Binding) ?? throw new JsonException();
        if (message is IRelayed relayed)
        {
            relayed.WireType = Utf8Type;
            relayed.Payload = payload;
        }

        return message;
    }
}
