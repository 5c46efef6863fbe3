using System.Collections.Frozen;
using Row = Goring.Application.Protocol.InboundRow;

namespace Goring.Application.Protocol;

/// <summary>
/// THE inbound table of calls: every type a client may send on <c>/ws</c>, and the message its payload is bound to.
/// A type that is not here does not exist for the server; that each row has exactly one handler and a row in
/// docs/protocol.md is tested.
/// </summary>
public static class ClientMessageTable
{
    private static readonly FrozenDictionary<string, Row> Rows = new[]
    {
        Row.For("call.start", WireJson.Wire.StartCall),
        Row.ForPlain("call.accept", WireJson.Wire.AcceptCall),
        Row.ForPlain("call.reject", WireJson.Wire.RejectCall),
        Row.ForPlain("call.end", WireJson.Wire.EndCall),
        Row.ForPlain("call.check", WireJson.Wire.CheckCall),
        Row.ForPlain("webrtc.offer", WireJson.Wire.RelayOffer),
        Row.ForPlain("webrtc.answer", WireJson.Wire.RelayAnswer),
        Row.ForPlain("webrtc.ice", WireJson.Wire.RelayCandidate),
        Row.For("device.register", WireJson.Wire.RegisterDevice) with { IsExtended = true },
        Row.For("device.unregister", WireJson.Wire.UnregisterDevice) with { IsExtended = true },
        Row.For("ice.servers", WireJson.Wire.AskIceServers) with { IsExtended = true, NeedsPayload = false },
        Row.For("auth.refresh", WireJson.Wire.RefreshToken) with { IsExtended = true },
        Row.For("ping", WireJson.Wire.Ping) with { IsExtended = true, NeedsPayload = false },
    }.ToFrozenDictionary(row => row.Type);

    /// <summary>The same, as the reader of a frame takes it.</summary>
    public static InboundTable Table { get; } = new(Rows);

    /// <inheritdoc cref="InboundTable.MaxTypeLength"/>
    public static int MaxTypeLength => Table.MaxTypeLength;

    public static IEnumerable<string> Types => Table.Types;

    /// <inheritdoc cref="InboundTable.ExtendedTypes"/>
    public static IEnumerable<string> ExtendedTypes => Table.ExtendedTypes;

    /// <inheritdoc cref="InboundTable.Messages"/>
    public static IEnumerable<Type> Messages => Table.Messages;
}
