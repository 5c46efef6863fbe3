namespace Goring.Infrastructure.Redis;

/// <summary>Every key and channel of rooms, all of them Goring's own. A name is always the last part of a key.</summary>
internal static class RedisRoomKeys
{
    /// <summary>Hash, TTL 120 s: the members of a room: client id → number and server, with a space between.</summary>
    public const string Members = "room:members:";

    /// <summary>Hash, TTL as <see cref="Members"/>: client id → profile, of those members whose user is known.</summary>
    public const string Users = "room:users:";

    /// <summary>
    /// Sorted set, TTL renewed by each entry: client id and room → when the lease runs out, Unix milliseconds.
    /// </summary>
    public const string Leases = "room:leases";

    /// <summary>String, TTL 10 min: the lease of that client ran out, and the others were told that it left.</summary>
    public const string Lapsed = "room:lapsed:";

    /// <summary>
    /// Hash, TTL 10 min, there while anybody is in a room: since when leases have been swept, and when last.
    /// </summary>
    public const string Sweeps = "room:sweeps";

    /// <summary>Channel: what the members on that server are to hear (<see cref="RedisRoomNews"/>).</summary>
    public const string Signal = "room:signal:";

    /// <summary>TTL of a room, renewed with each of its leases: should all instances die, nothing stays.</summary>
    public static readonly TimeSpan RoomLifetime = TimeSpan.FromSeconds(120);

    /// <summary>
    /// TTL of <see cref="Leases"/> and <see cref="Lapsed"/>: longer than an instance may be cut off and come back.
    /// </summary>
    public static readonly TimeSpan LeasesLifetime = TimeSpan.FromMinutes(10);

    /// <summary>
    /// After so long without a sweep Redis counts as having been away. Every instance sweeps four times a second.
    /// </summary>
    public static readonly TimeSpan Unswept = TimeSpan.FromSeconds(3);

    /// <summary>How long nobody is taken out then: each instance renews its own members first.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static string SignalOf(string serverId) => Signal + serverId;
}
