using Goring.Domain.Shared;

namespace Goring.Application.Protocol;

/// <summary>What an <c>error</c> says to a person where the code alone tells all there is.</summary>
public static class ErrorTexts
{
    public static string For(ErrorCode code) => code switch
    {
        ErrorCode.InvalidMessage => "the message is not valid",
        ErrorCode.Unauthorized => "you have no such part in this session",
        ErrorCode.UserBusy => "you or the user you call is in a call",
        ErrorCode.UserOffline => "the user is not connected and cannot be woken",
        ErrorCode.SessionNotFound => "there is no such session, or it is over",
        ErrorCode.InvalidState => "the session's state does not allow this step",
        ErrorCode.RateLimited => "too many messages, slow down",
        ErrorCode.InternalError => "the server could not do this, try again",
        ErrorCode.RoomFull => "the room is full",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No text."),
    };
}
