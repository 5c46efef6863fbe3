using Goring.Domain.Shared;

namespace Goring.Application.Protocol;

/// <summary>How each <see cref="ErrorCode"/> is spelled on the wire (docs/protocol.md, parts 2 and 4).</summary>
public static class ErrorCodes
{
    public static string ToWire(ErrorCode code) => code switch
    {
        ErrorCode.InvalidMessage => "invalid_message",
        ErrorCode.Unauthorized => "unauthorized",
        ErrorCode.UserBusy => "user_busy",
        ErrorCode.UserOffline => "user_offline",
        ErrorCode.SessionNotFound => "session_not_found",
        ErrorCode.InvalidState => "invalid_state",
        ErrorCode.RateLimited => "rate_limited",
        ErrorCode.InternalError => "internal_error",
        ErrorCode.RoomFull => "room_full",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No wire spelling."),
    };
}
