using System.Globalization;
using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>The scripts of rooms. In front of each stand the constants below and <c>room_common.lua</c>.</summary>
internal static class RedisRoomScripts
{
    public static readonly RedisScript Join = Load("room_join");
    public static readonly RedisScript Leave = Load("room_leave");
    public static readonly RedisScript Relay = Load("room_relay");
    public static readonly RedisScript Renew = Load("room_renew");
    public static readonly RedisScript Restore = Load("room_restore");
    public static readonly RedisScript Sweep = Load("room_sweep");

    private static RedisScript Load(string name) => RedisScript.Load(name, Constants(), "room_common");

    private static string Constants()
    {
        static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

        return $"""
            local MEMBERS = '{RedisRoomKeys.Members}'
            local USERS = '{RedisRoomKeys.Users}'
            local LEASES = '{RedisRoomKeys.Leases}'
            local LAPSED = '{RedisRoomKeys.Lapsed}'
            local SWEEPS = '{RedisRoomKeys.Sweeps}'
            local SIGNAL = '{RedisRoomKeys.Signal}'
            local LEASE_MILLISECONDS = {Number(IRoomLeases.Lifetime.TotalMilliseconds)}
            local ROOM_SECONDS = {Number(RedisRoomKeys.RoomLifetime.TotalSeconds)}
            local LEASES_SECONDS = {Number(RedisRoomKeys.LeasesLifetime.TotalSeconds)}
            local UNSWEPT_MILLISECONDS = {Number(RedisRoomKeys.Unswept.TotalMilliseconds)}
            local SETTLING_MILLISECONDS = {Number(RedisRoomKeys.Settling.TotalMilliseconds)}

            """;
    }
}
