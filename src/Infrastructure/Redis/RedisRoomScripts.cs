using System.Collections.Frozen;
using Goring.Application.Ports;
using static Goring.Infrastructure.Redis.RedisScriptText;

namespace Goring.Infrastructure.Redis;

/// <summary>The scripts of rooms. In front of each stand the constants below and <c>room_common.lua</c>.</summary>
internal static class RedisRoomScripts
{
    private static readonly FrozenDictionary<string, string> Constants = new Dictionary<string, string>
    {
        ["MEMBERS"] = Text(RedisRoomKeys.Members),
        ["USERS"] = Text(RedisRoomKeys.Users),
        ["LEASES"] = Text(RedisRoomKeys.Leases),
        ["LAPSED"] = Text(RedisRoomKeys.Lapsed),
        ["SWEEPS"] = Text(RedisRoomKeys.Sweeps),
        ["SIGNAL"] = Text(RedisRoomKeys.Signal),
        ["LEASE_MILLISECONDS"] = Milliseconds(IRoomLeases.Lifetime),
        ["ROOM_SECONDS"] = Seconds(RedisRoomKeys.RoomLifetime),
        ["LEASES_SECONDS"] = Seconds(RedisRoomKeys.LeasesLifetime),
        ["UNSWEPT_MILLISECONDS"] = Milliseconds(RedisRoomKeys.Unswept),
        ["SETTLING_MILLISECONDS"] = Milliseconds(RedisRoomKeys.Settling),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly RedisScript Join = Load("room_join");
    public static readonly RedisScript Leave = Load("room_leave");
    public static readonly RedisScript Relay = Load("room_relay");
    public static readonly RedisScript Renew = Load("room_renew");
    public static readonly RedisScript Restore = Load("room_restore");
    public static readonly RedisScript Sweep = Load("room_sweep");

    private static RedisScript Load(string name) => RedisScript.Load(name, Constants, "room_common");
}
