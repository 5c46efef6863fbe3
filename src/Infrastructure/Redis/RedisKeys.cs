using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// Every key and channel of docs/protocol.md, part 6, and the ones that Goring adds. An id is always the last part
/// of a key and is never used as a pattern.
/// </summary>
internal static class RedisKeys
{
    /// <summary>String, TTL 30 s: the server id that holds the user's socket. Shared with older fleets.</summary>
    public const string Slot = "ws:user:";

    /// <summary>String, TTL 30 s: the connection that holds the slot. Goring's own; it fences the slot.</summary>
    public const string SlotConnection = "ws:conn:";

    /// <summary>
    /// Hash, TTL 120 s: what stands behind a user's resumable session (token, last number, bytes kept), and what is
    /// kept for a user who is away from a call. Goring's own.
    /// </summary>
    public const string Resume = "ws:resume:";

    /// <summary>List, TTL as <see cref="Resume"/>: the frames kept for the user, the newest last. Goring's own.</summary>
    public const string Replay = "ws:replay:";

    /// <summary>Hash, TTL 120 s: the session. Shared with older fleets.</summary>
    public const string Session = "call:session:";

    /// <summary>String, TTL 120 s: the session id of the user's call. Shared with older fleets.</summary>
    public const string CallOfUser = "call:user:";

    /// <summary>Sorted set, TTL renewed by each entry: what is due and when, Unix milliseconds. Goring's own.</summary>
    public const string Deadlines = "call:deadlines";

    /// <summary>Channel: the exact bytes for the user's socket. Shared with older fleets.</summary>
    public const string Signal = "ws:signal:";

    /// <summary>Channel: the connections of that server whose claims have happened, in their order. Goring's own.</summary>
    public const string Claims = "ws:claims:";

    /// <summary>Prefix of a deadline's member: the ring of the session behind it.</summary>
    public const string RingEnds = "ring:";

    /// <summary>Prefix of a deadline's member: the return of the user behind it.</summary>
    public const string PeerReturns = "lost:";

    /// <summary>
    /// Takes a user's socket over from another server, published on <see cref="Signal"/>: these exact bytes, which
    /// older fleets compare.
    /// </summary>
    public const string TakeOver = """{"type":"internal.disconnect","payload":{"reason":"new_connection"}}""";

    /// <summary>
    /// A slot with less to live was not refreshed in three rounds: its server is dead, though the slot still stands.
    /// </summary>
    public static readonly TimeSpan DeadSlot = TimeSpan.FromMilliseconds(2500);

    /// <summary>
    /// After so long without a refresh a party counts as lost: just before their slot runs out, so that their peer is
    /// told within its lifetime.
    /// </summary>
    public static readonly TimeSpan Lost = Application.Ports.IPresence.SlotLifetime - TimeSpan.FromSeconds(2);

    /// <summary>TTL of a session and of its users' keys, kept alive while a participant is connected.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromSeconds(120);

    /// <summary>TTL of <see cref="Deadlines"/>: longer than anything in it may take.</summary>
    public static readonly TimeSpan DeadlinesLifetime = TimeSpan.FromMinutes(10);

    public static string SlotOf(UserId user) => Slot + user.Value;

    public static string SlotConnectionOf(UserId user) => SlotConnection + user.Value;

    public static string SessionOf(SessionId session) => Session + session.Value;

    public static string CallOf(UserId user) => CallOfUser + user.Value;

    public static string SignalOf(UserId user) => Signal + user.Value;

    public static string ClaimsOf(string serverId) => Claims + serverId;
}
