using System.Security.Cryptography;
using System.Text;
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

    /// <summary>
    /// Hash, TTL the ring time and a minute: the pushes of a call whose callee was offline. Fields <c>callee</c>,
    /// <c>content</c>, <c>expires</c> (Unix ms), <c>open</c> (how many devices are left), and for each device
    /// <c>state:1</c> and <c>device:1</c>, … Goring's own.
    /// </summary>
    public const string Pushes = "call:push:";

    /// <summary>
    /// Sorted set, TTL as <see cref="Deadlines"/>: the pushes that are due and when (<c>1:session</c>). Goring's own.
    /// </summary>
    public const string PushesDue = "call:pushes";

    /// <summary>Hash, TTL 90 days: a user's devices by their tokens, see <see cref="RedisDevice"/>. Goring's own.</summary>
    public const string Devices = "user:devices:";

    /// <summary>String, TTL 90 days: the user who has the device whose token has this SHA-256. Goring's own.</summary>
    public const string DeviceOwner = "device:user:";

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

    /// <summary>
    /// How long after the end of an unanswered call the instance that rings its devices may take to say how that came
    /// out; an attempt may take 10 s. Then another tells all devices that the call is over.
    /// </summary>
    public static readonly TimeSpan PushSettles = TimeSpan.FromSeconds(15);

    /// <summary>How long after the end of the ring what is left of its pushes is cleared away.</summary>
    public static readonly TimeSpan PushesLifetime = TimeSpan.FromMinutes(1);

    /// <summary>TTL of <see cref="Deadlines"/>: longer than anything in it may take.</summary>
    public static readonly TimeSpan DeadlinesLifetime = TimeSpan.FromMinutes(10);

    public static string SlotOf(UserId user) => Slot + user.Value;

    public static string SlotConnectionOf(UserId user) => SlotConnection + user.Value;

    public static string SessionOf(SessionId session) => Session + session.Value;

    public static string CallOf(UserId user) => CallOfUser + user.Value;

    public static string DevicesOf(UserId user) => Devices + user.Value;

    public static string DeviceOwnerOf(string token) =>
        DeviceOwner + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static string SignalOf(UserId user) => Signal + user.Value;

    public static string ClaimsOf(string serverId) => Claims + serverId;
}
