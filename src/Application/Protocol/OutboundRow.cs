using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Goring.Application.Protocol;

/// <summary>A row of an outbound table: a message of the server's, its type on the wire, and how its payload is written.</summary>
internal sealed record OutboundRow(JsonEncodedText Type, JsonTypeInfo Payload)
{
    /// <summary>Whether its frame has a payload; otherwise it has none at all.</summary>
    public bool HasPayload { get; init; } = true;

    public static OutboundRow For<TMessage>(string type, JsonTypeInfo<TMessage> payload)
        where TMessage : ServerMessage => new(JsonEncodedText.Encode(type), payload);
}
