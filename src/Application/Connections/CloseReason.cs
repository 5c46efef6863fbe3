namespace Goring.Application.Connections;

/// <summary>Why the server closes a socket. Each has one close code and text (docs/protocol.md, part 1).</summary>
public enum CloseReason
{
    /// <summary>1000: the client closed, or is gone.</summary>
    Normal,

    /// <summary>1008: too many messages, or too many invalid ones.</summary>
    Policy,

    /// <summary>1008: a message that was begun and not finished in time.</summary>
    TooLong,

    /// <summary>1009: a message over the size limit.</summary>
    TooLarge,

    /// <summary>1012: the server stops; reconnect elsewhere.</summary>
    Restarting,

    /// <summary>1013: the client reads too slowly; its queue is full.</summary>
    TooSlow,

    /// <summary>4001: the same user opened a newer connection.</summary>
    Replaced,

    /// <summary>4401: the token that it came with, or was renewed with, is over.</summary>
    TokenExpired,
}
