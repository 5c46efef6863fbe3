using Goring.Application.Ports;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads what a script answers that may refuse a step.</summary>
internal static class RedisReply
{
    /// <summary>The first field of an answer.</summary>
    public static Outcome OutcomeOf(RedisResult[] reply) => (string)reply[0] switch
    {
        "ok" => Outcome.Done,
        var code => ErrorOf(code) ?? throw new StoreUnavailableException($"A script answered {code}."),
    };

    /// <summary>The error that a script names, or null for a word of nobody's.</summary>
    public static ErrorCode? ErrorOf(string code) => code switch
    {
        "user_busy" => ErrorCode.UserBusy,
        "user_offline" => ErrorCode.UserOffline,
        "session_not_found" => ErrorCode.SessionNotFound,
        "unauthorized" => ErrorCode.Unauthorized,
        "invalid_state" => ErrorCode.InvalidState,
        "room_full" => ErrorCode.RoomFull,
        _ => null,
    };
}
