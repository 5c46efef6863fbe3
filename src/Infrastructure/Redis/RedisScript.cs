using System.Security.Cryptography;
using System.Text;
using static Goring.Infrastructure.Redis.RedisScriptText;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// A Lua script of <c>Scripts/</c>, each a page that names its KEYS, ARGV and result. In front of it stands what it shares with
/// others, and in all of them the names of <see cref="RedisKeys"/>, so that every name and every rule has one place.
/// </summary>
internal sealed class RedisScript
{
    public static readonly RedisScript Steps = new(
        "steps",
        Write(RedisTransitions.Relayed() + Read("clock") + Read("look")
            + Parts(
                Part("push", "reachable_devices, open_pushes, settle_pushes", Read("push")),
                Part("route", "route, send, holder_in", Read("common") + Read("route")),
                Part("rows", "row_of", RedisTransitions.Rows()),
                Part("change", "change, leave", Read("change")),
                Part("start", "take, KEYS_OF_STEP, FIELDS, NEAR_KEYS, NEAR_FIELDS", Read("start")),
                Part("near", "take, kind_of", Read("near")),
                Part("send", "take, KEYS_OF_STEP, FIELDS", Read("send")),
                Part("apply", "take, KEYS_OF_STEP, FIELDS", Read("apply")))
            + Read("pass") + Read("steps")));

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

    /// <summary>A script with what it shares with others in front of it.</summary>
    public static RedisScript Load(string name, IReadOnlyDictionary<string, string> constants, params string[] shared) =>
        new(name, Write(string.Concat(shared.Select(Read)) + Read(name), constants));

    private static RedisScript Load(string name) => new(name, Write(Read("clock") + Read("common") + Read(name)));

    private static RedisScript LoadWithPush(string name) => new(name, Write(Read("clock") + Read("push") + Read(name)));
}
