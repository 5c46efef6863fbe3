using Goring.Application.Ports;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>Reads what a script answers that may refuse a step.</summary>
internal static class RedisReply
{
    /// <summary>An answer that is several.</summary>
    /// <exception cref="StoreUnavailableException">It is none.</exception>
    public static RedisResult[] Fields(this RedisResult reply) => (RedisResult[]?)reply ?? throw NotThere();

    /// <inheritdoc cref="Fields"/>
    public static string Text(this RedisResult field) => (string?)field ?? throw NotThere();

    /// <inheritdoc cref="Fields"/>
    public static byte[] Bytes(this RedisResult field) => (byte[]?)field ?? throw NotThere();

    /// <summary>The first field of an answer.</summary>
    public static Outcome OutcomeOf(RedisResult[] reply) => reply[0].Text() switch
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

    private static StoreUnavailableException NotThere() => new("A script left out what it answers.");
}
