using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Goring.Application.Connections;
using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>
/// How the text of a script is put together. Redis runs all of it anew for each call: what costs there is each function that it makes,
/// and each local of another function that one refers to, about a quarter of a microsecond in all. So constants stand in
/// the text as what they are, and what a script needs only now and then is a part.
/// </summary>
internal static partial class RedisScriptText
{
    private static readonly FrozenDictionary<string, string> Constants = new Dictionary<string, string>
    {
        ["SLOT"] = Text(RedisKeys.Slot),
        ["SLOT_CONNECTION"] = Text(RedisKeys.SlotConnection),
        ["SESSION"] = Text(RedisKeys.Session),
        ["CALL_OF_USER"] = Text(RedisKeys.CallOfUser),
        ["DEADLINES"] = Text(RedisKeys.Deadlines),
        ["SIGNAL"] = Text(RedisKeys.Signal),
        ["CLAIMS"] = Text(RedisKeys.Claims),
        ["RING_ENDS"] = Text(RedisKeys.RingEnds),
        ["PEER_RETURNS"] = Text(RedisKeys.PeerReturns),
        ["TAKE_OVER"] = Text(RedisKeys.TakeOver),
        ["SLOT_SECONDS"] = Seconds(IPresence.SlotLifetime),
        ["SESSION_SECONDS"] = Seconds(RedisKeys.SessionLifetime),
        ["DEADLINES_SECONDS"] = Seconds(RedisKeys.DeadlinesLifetime),
        ["RESUME"] = Text(RedisKeys.Resume),
        ["REPLAY"] = Text(RedisKeys.Replay),
        ["RESUMABLE"] = Text(ConnectionId.ResumablePrefix),
        ["RESUME_SECONDS"] = Seconds(ReplayLimits.Window),
        ["REPLAY_FRAMES"] = Number(ReplayLimits.MaxFrames),
        ["REPLAY_BYTES"] = Number(ReplayLimits.MaxBytes),
        ["AWAY_FRAMES"] = Number(ReplayLimits.MaxAwayFrames),
        ["AWAY_BYTES"] = Number(ReplayLimits.MaxAwayBytes),
        ["LOST_MILLISECONDS"] = Milliseconds(RedisKeys.Lost),
        ["DEAD_SLOT_MILLISECONDS"] = Milliseconds(RedisKeys.DeadSlot),
        ["PUSHES"] = Text(RedisKeys.Pushes),
        ["PUSHES_DUE"] = Text(RedisKeys.PushesDue),
        ["PUSHES_SECONDS"] = Seconds(RedisKeys.PushesLifetime),
        ["PUSH_SETTLES_MILLISECONDS"] = Milliseconds(RedisKeys.PushSettles),
        ["DEVICES"] = Text(RedisKeys.Devices),
        ["DEVICE_SECONDS"] = Seconds(IDeviceStore.Lifetime),
        ["DEVICES_MOST"] = Number(IDeviceStore.MaxPerUser),
        ["CLAIM_MILLISECONDS"] = Milliseconds(IDeadlines.ClaimLease),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names and numbers that all scripts share in the place of their names in capitals.</summary>
    public static string Write(string text) => Write(text, Constants);

    /// <summary>What stands in a table in the place of its names.</summary>
    public static string Write(string text, IReadOnlyDictionary<string, string> constants) =>
        Name().Replace(text, found => constants.GetValueOrDefault(found.Value, found.Value));

    /// <summary>The page of that name.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(RedisScriptText).Assembly.GetManifestResourceStream(name + ".lua")
            ?? throw new InvalidOperationException($"{name}.lua is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary><c>part(name)</c>: a table of what a part has to offer, made when it is first asked for.</summary>
    public static string Parts(params string[] parts) => $$"""
        local part
        do
          local made = {}
          local makers = {
        {{string.Concat(parts)}}
          }
          part = function(name)
            local one = made[name]
            if not one then
              one = makers[name]()
              made[name] = one
            end
            return one
          end
        end

        """;

    /// <param name="offers">What of the text is to be had of the part, with commas.</param>
    public static string Part(string name, string offers, string text)
    {
        var fields = string.Join(", ", offers.Split(", ").Select(offer => $"{offer} = {offer}"));
        return $"{name} = function()\n{text}\nreturn {{ {fields} }}\nend,\n";
    }

    /// <summary>A text in the place of a constant.</summary>
    public static string Text(string text) => $"'{text}'";

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A text: where a command is given a number, Redis writes that out each time (<c>%.17g</c>), at the price of a short command.</summary>
    public static string Seconds(TimeSpan time) => Text(Number(time.TotalSeconds));

    public static string Milliseconds(TimeSpan time) => Number(time.TotalMilliseconds);

    [GeneratedRegex(@"\b[A-Z][A-Z_]*\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
