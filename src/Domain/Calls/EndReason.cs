namespace Goring.Domain.Calls;

/// <summary>Why a call ended, as its parties are told (docs/protocol.md, part 2).</summary>
public enum EndReason
{
    /// <summary>One of the two hung up.</summary>
    EndedByUser,

    /// <summary>The socket of one was lost and they did not come back.</summary>
    PeerDisconnected,

    /// <summary>It rang for its whole time and nobody answered.</summary>
    NoAnswer,
}
