using System.Globalization;
using Goring.Bench.Load.Net;

namespace Goring.Bench.Load.Measures;

/// <summary>The commands that calls on one server come to in Redis, by keys and fields of docs/protocol.md, part 6.</summary>
/// <remarks>
/// A group of calls begins in each batch, the one before is accepted, each side of the two before that is looked up for what it
/// relays, and one more ends. What is looked at is one <c>MGET</c> and the deadlines one <c>ZADD</c> and one <c>ZREM</c> a
/// batch, as in Goring's script.
/// </remarks>
internal static class BareCalls
{
    /// <summary>How many calls begin in a batch: what was found in one script with 200 pairs.</summary>
    public const int Together = 12;

    /// <summary>How the answer to every batch ends.</summary>
    public const string LastAnswer = "+PONG\r\n";

    /// <summary>Runs what it is given: for each command how many words it has, and these.</summary>
    public const string Script =
        "local ARGV, call, unpack, at = ARGV, redis.call, unpack, 1 while at <= #ARGV do local n = tonumber(ARGV[at])"
        + " call(unpack(ARGV, at + 1, at + n)) at = at + n + 1 end return 1";

    private const int Groups = 16;
    private const string Life = "120";
    private const string Due = "1800000000000";
    private const string Deadlines = "bench:deadlines";

    /// <param name="script">The SHA-1 of <see cref="Script"/>; null for the commands as they are.</param>
    public static IReadOnlyList<byte[]> Batches(string? script) =>
        [.. Enumerable.Range(0, Groups).Select(group => Encode(script, Commands(group)))];

    private static List<string[]> Commands(int group)
    {
        var beginning = CallsOf(group);
        var accepted = CallsOf(group - 1);
        var relaying = CallsOf(group - 2);
        var answering = CallsOf(group - 3);
        var ending = CallsOf(group - 4);
        List<string[]> commands =
        [
            [
                "MGET",
                .. beginning.SelectMany(call => new[] { call.CallerCall, call.CalleeCall, call.CalleeSlot, call.CalleeConnection }),
                .. accepted.Concat(answering).SelectMany(call => new[] { call.CallerSlot, call.CallerConnection }),
                .. relaying.SelectMany(call => new[] { call.CalleeSlot, call.CalleeConnection }),
                .. ending.SelectMany(call => new[] { call.CallerCall, call.CalleeCall, call.CalleeSlot, call.CalleeConnection }),
            ],
        ];
        foreach (var call in beginning)
        {
            commands.Add(
            [
                "HSET", call.Key, "caller_id", call.Caller, "callee_id", call.Callee, "state", "ringing", "created_at", "1700000000",
                "device_token", "", "device_os", "", "caller_info", call.Profile,
            ]);
            commands.Add(["EXPIRE", call.Key, Life]);
            commands.Add(["SET", call.CallerCall, call.Session, "EX", Life]);
            commands.Add(["SET", call.CalleeCall, call.Session, "EX", Life]);
        }

        foreach (var call in accepted)
        {
            commands.Add(["HMGET", call.Key, "caller_id", "callee_id", "state", "pushes"]);
            commands.Add(["HSET", call.Key, "state", "accepted", "callee_info", call.Profile]);
        }

        commands.AddRange(relaying.Concat(answering).Select(call => new[] { "HGET", call.Key, "state" }));
        foreach (var call in ending)
        {
            commands.Add(["HMGET", call.Key, "caller_id", "callee_id", "state", "pushes"]);
            commands.Add(["DEL", call.Key, call.CallerCall, call.CalleeCall]);
        }

        commands.Add(
        [
            "ZADD", Deadlines,
            .. beginning.SelectMany(call => new[] { Due, "r:" + call.Session, Due, "p:" + call.Caller, Due, "p:" + call.Callee }),
        ]);
        commands.Add(["EXPIRE", Deadlines, "3600"]);
        commands.Add(
        [
            "ZREM", Deadlines, .. accepted.Select(call => "r:" + call.Session),
            .. ending.SelectMany(call => new[] { "p:" + call.Caller, "p:" + call.Callee }),
        ]);
        return commands;
    }

    private static List<BareCall> CallsOf(int group) =>
        [.. Enumerable.Range((group + Groups) % Groups * Together, Together).Select(number => new BareCall(number))];

    private static byte[] Encode(string? script, List<string[]> commands)
    {
        IEnumerable<string[]> asked = script is null
            ? commands
            : [["EVALSHA", script, "0", .. commands.SelectMany(command => command.Prepend(Text(command.Length)))]];
        return [.. asked.Append(["PING"]).SelectMany(command => RespChannel.Bulks(command))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names as long as those of the calls that the driver makes.</summary>
    private sealed record BareCall(int Number)
    {
        public string Session { get; } = new Guid(Number, 0x1234, 0x4567, 0x89, 1, 2, 3, 4, 5, 6, 7).ToString();

        public string Caller { get; } = $"bare1-caller-{Number:d6}";

        public string Callee { get; } = $"bare1-callee-{Number:d6}";

        public string Profile => $$"""{"user_id":"{{Callee}}","name":"Name of {{Number:d6}}","username":"user{{Number:d6}}"}""";

        public string Key => "call:session:" + Session;

        public string CallerCall => "call:user:" + Caller;

        public string CalleeCall => "call:user:" + Callee;

        public string CallerSlot => "ws:user:" + Caller;

        public string CalleeSlot => "ws:user:" + Callee;

        public string CallerConnection => "ws:conn:" + Caller;

        public string CalleeConnection => "ws:conn:" + Callee;
    }
}
