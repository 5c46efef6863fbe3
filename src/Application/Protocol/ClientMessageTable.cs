using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Goring.Application.Calls;

namespace Goring.Application.Protocol;

/// <summary>
/// THE inbound table: every type a client may send, and the message its payload is bound to. A type that is not
/// here does not exist for the server; that each row has exactly one handler and a row in docs/protocol.md is tested.
/// </summary>
public static class ClientMessageTable
{
    private static readonly FrozenDictionary<string, Row> Rows = new[]
    {
        Row.For("call.start", WireJson.Wire.StartCall),
        Row.For("call.accept", WireJson.Wire.AcceptCall),
        Row.For("call.reject", WireJson.Wire.RejectCall),
        Row.For("call.end", WireJson.Wire.EndCall),
        Row.For("call.check", WireJson.Wire.CheckCall),
        Row.For("webrtc.offer", WireJson.Wire.RelayOffer),
        Row.For("webrtc.answer", WireJson.Wire.RelayAnswer),
        Row.For("webrtc.ice", WireJson.Wire.RelayCandidate),
        Row.For("device.register", WireJson.Wire.RegisterDevice) with { IsExtended = true },
        Row.For("device.unregister", WireJson.Wire.UnregisterDevice) with { IsExtended = true },
        Row.For("ice.servers", WireJson.Wire.AskIceServers) with { IsExtended = true, NeedsPayload = false },
        Row.For("ping", WireJson.Wire.Ping) with { IsExtended = true, NeedsPayload = false },
    }.ToFrozenDictionary(row => row.Type);

    private static readonly FrozenDictionary<string, Row>.AlternateLookup<ReadOnlySpan<char>> ByType =
        Rows.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The longest type, in characters.</summary>
    public static int MaxTypeLength { get; } = Rows.Keys.Max(type => type.Length);

    public static IEnumerable<string> Types => Rows.Keys;

    /// <summary>Those that only a <c>goring.v1</c> client may send.</summary>
    public static IEnumerable<string> ExtendedTypes => Rows.Values.Where(row => row.IsExtended).Select(row => row.Type);

    /// <summary>Every message class with a row.</summary>
    public static IEnumerable<Type> Messages => Rows.Values.Select(row => row.Message);

    internal static Row? Find(ReadOnlySpan<char> type) => ByType.TryGetValue(type, out var row) ? row : null;

    internal abstract record Row(string Type, Type Message)
    {
        /// <summary>The type as it stands in a frame.</summary>
        public byte[] Utf8Type { get; } = Encoding.UTF8.GetBytes(Type);

        /// <summary>Whether only a <c>goring.v1</c> client may send it (docs/protocol.md, part 3).</summary>
        public bool IsExtended { get; init; }

        /// <summary>Whether a frame without a payload is refused; otherwise it stands for an empty one.</summary>
        public bool NeedsPayload { get; init; } = true;

        public static Row For<TMessage>(string type, JsonTypeInfo<TMessage> binding)
            where TMessage : ClientMessage => new Row<TMessage>(type, binding);

        /// <summary>The message in a payload. A <see cref="JsonException"/> says that a field is not of its type.</summary>
        public abstract ClientMessage Bind(ReadOnlyMemory<byte> payload);
    }

    private sealed record Row<TMessage>(string Type, JsonTypeInfo<TMessage> Binding) : Row(Type, typeof(TMessage))
        where TMessage : ClientMessage
    {
        public override ClientMessage Bind(ReadOnlyMemory<byte> payload)
        {
            var message = JsonSerializer.Deserialize(payload.Span, Binding) ?? throw new JsonException();
            if (message is RelaySignal signal)
            {
                signal.WireType = Utf8Type;
                signal.Payload = payload;
            }

            return message;
        }
    }
}
