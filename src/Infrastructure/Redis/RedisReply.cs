using Goring.Application.Ports;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads the first field of what a script answers that may refuse a step.</summary>
internal static class RedisReply
{
    public static Outcome OutcomeOf(RedisResult[] reply) => (string)reply[0] switch
    {
        "ok" => Outcome.Done,
        "user_busy" => ErrorCode.UserBusy,
        "user_offline" => ErrorCode.UserOffline,
        "session_not_found" => ErrorCode.SessionNotFound,
        "unauthorized" => ErrorCode.Unauthorized,
        "invalid_state" => ErrorCode.InvalidState,
        "room_full" => ErrorCode.RoomFull,
        var other => throw new StoreUnavailableException($"A script answered {other}."),
    };
}
