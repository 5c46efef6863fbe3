using Goring.Domain.Shared;

namespace Goring.Application.Protocol;

/// <summary>One of the protocols that clients speak: what they may send, and how they are told of an error.</summary>
public abstract class ClientProtocol
{
    private ClientProtocol(InboundTable inbound) => Inbound = inbound;

    /// <summary>Of <c>/ws</c>: docs/protocol.md, parts 1 to 3.</summary>
    public static ClientProtocol Calls { get; } = new CallProtocol();

    /// <summary>Of <c>/connect</c>: docs/protocol.md, part 4.</summary>
    public static ClientProtocol Rooms { get; } = new RoomProtocol();

    public InboundTable Inbound { get; }

    /// <summary>What a client is told that was refused.</summary>
    /// <param name="text">The same as the code for a person.</param>
    /// <param name="type">The type of what was refused, and <paramref name="session"/> its session, where they are known.</param>
    public abstract ServerMessage Error(ErrorCode code, string text, string? type, string? session);

    private sealed class CallProtocol() : ClientProtocol(ClientMessageTable.Table)
    {
        public override ServerMessage Error(ErrorCode code, string text, string? type, string? session) =>
            new ErrorMessage(ErrorCodes.ToWire(code), text, type, session);
    }

    private sealed class RoomProtocol() : ClientProtocol(RoomClientMessageTable.Table)
    {
        public override ServerMessage Error(ErrorCode code, string text, string? type, string? session) =>
            new RoomError(text, ErrorCodes.ToWire(code));
    }
}
