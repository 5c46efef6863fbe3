using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// A Lua script of <c>Scripts/</c>, each a page that names its KEYS, ARGV and result. In front of it stand the
/// constants of <see cref="RedisKeys"/>, <c>common.lua</c> and, where it has to do with them, <c>push.lua</c>, so that
/// every name and every rule has one place.
/// </summary>
internal sealed class RedisScript
{
    public static readonly RedisScript Steps = Load(
        "steps", Constants() + RedisTransitions.Constant(), "common", "push", "look", "route", "start", "pass", "apply");

    public static readonly RedisScript Claim = Load("claim");
    public static readonly RedisScript Release = Load("release");
    public static readonly RedisScript Refresh = Load("refresh");
    public static readonly RedisScript Adopt = Load("adopt");
    public static readonly RedisScript Replay = Load("replay");
    public static readonly RedisScript ClaimDue = Load("claim_due");
    public static readonly RedisScript Complete = Load("complete");
    public static readonly RedisScript ClaimPushes = LoadWithPush("claim_pushes");
    public static readonly RedisScript FinishPush = LoadWithPush("finish_push");
    public static readonly RedisScript RegisterDevice = Load("register_device");
    public static readonly RedisScript DropDevice = Load("drop_device");
    public static readonly RedisScript ConfirmDevice = Load("confirm_device");

    private RedisScript(string name, string text)
    {
        Name = name;
        Text = text;
#pragma warning disable CA5350 // EVALSHA names a script by its SHA-1: an identifier, not a protection.
        Sha1 = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    public string Name { get; }

    public string Text { get; }

    public byte[] Sha1 { get; }

    /// <summary>A script with what stands in front of it: constants, then what it shares with others.</summary>
    public static RedisScript Load(string name, string constants, params string[] shared) =>
        new(name, constants + string.Concat(shared.Select(Read)) + Read(name));

    private static RedisScript Load(string name) => Load(name, Constants(), "common");

    private static RedisScript LoadWithPush(string name) => Load(name, Constants(), "common", "push");

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name + ".lua")
            ?? throw new InvalidOperationException($"{name}.lua is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Constants()
    {
        static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
        static string Seconds(TimeSpan time) => Number(time.TotalSeconds);
        static string Milliseconds(TimeSpan time) => Number(time.TotalMilliseconds);

        return $"""
            local SLOT = '{RedisKeys.Slot}'
            local SLOT_CONNECTION = '{RedisKeys.SlotConnection}'
            local SESSION = '{RedisKeys.Session}'
            local CALL_OF_USER = '{RedisKeys.CallOfUser}'
            local DEADLINES = '{RedisKeys.Deadlines}'
            local SIGNAL = '{RedisKeys.Signal}'
            local CLAIMS = '{RedisKeys.Claims}'
            local RING_ENDS = '{RedisKeys.RingEnds}'
            local PEER_RETURNS = '{RedisKeys.PeerReturns}'
            local TAKE_OVER = '{RedisKeys.TakeOver}'
            local SLOT_SECONDS = {Seconds(IPresence.SlotLifetime)}
            local SESSION_SECONDS = {Seconds(RedisKeys.SessionLifetime)}
            local DEADLINES_SECONDS = {Seconds(RedisKeys.DeadlinesLifetime)}
            local RESUME = '{RedisKeys.Resume}'
            local REPLAY = '{RedisKeys.Replay}'
            local RESUMABLE = '{ConnectionId.ResumablePrefix}'
            local RESUME_SECONDS = {Seconds(ReplayLimits.Window)}
            local REPLAY_FRAMES = {Number(ReplayLimits.MaxFrames)}
            local REPLAY_BYTES = {Number(ReplayLimits.MaxBytes)}
            local AWAY_FRAMES = {Number(ReplayLimits.MaxAwayFrames)}
            local AWAY_BYTES = {Number(ReplayLimits.MaxAwayBytes)}
            local LOST_MILLISECONDS = {Milliseconds(RedisKeys.Lost)}
            local DEAD_SLOT_MILLISECONDS = {Milliseconds(RedisKeys.DeadSlot)}
            local PUSHES = '{RedisKeys.Pushes}'
            local PUSHES_DUE = '{RedisKeys.PushesDue}'
            local PUSHES_SECONDS = {Seconds(RedisKeys.PushesLifetime)}
            local PUSH_SETTLES_MILLISECONDS = {Milliseconds(RedisKeys.PushSettles)}
            local DEVICES = '{RedisKeys.Devices}'
            local DEVICE_SECONDS = {Seconds(IDeviceStore.Lifetime)}
            local DEVICES_MOST = {Number(IDeviceStore.MaxPerUser)}
            local CLAIM_MILLISECONDS = {Milliseconds(IDeadlines.ClaimLease)}

            """;
    }
}
