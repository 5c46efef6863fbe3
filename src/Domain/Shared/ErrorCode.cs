namespace Goring.Domain.Shared;

/// <summary>
/// Why a request was refused: the closed set of docs/protocol.md, parts 2 and 4. How each is spelled on the wire stands
/// in <c>Application/Protocol/ErrorCodes</c>.
/// </summary>
public enum ErrorCode
{
    /// <summary>Not JSON, not an object, an unknown type, a missing or ill-typed field, calling oneself.</summary>
    InvalidMessage,

    /// <summary>The sender has no part, or not that part, in the session.</summary>
    Unauthorized,

    /// <summary>Caller or callee is in a call.</summary>
    UserBusy,

    /// <summary>The callee is not connected and no push can reach them.</summary>
    UserOffline,

    /// <summary>No such session, or one that is over.</summary>
    SessionNotFound,

    /// <summary>That step is not possible from the session's state.</summary>
    InvalidState,

    /// <summary>Too many messages or calls.</summary>
    RateLimited,

    /// <summary>The server's fault, its store included.</summary>
    InternalError,

    /// <summary>The room holds no more (part 4).</summary>
    RoomFull,
}
