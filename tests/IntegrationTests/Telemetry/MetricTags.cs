using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Infrastructure.Redis;

namespace Goring.IntegrationTests.Telemetry;

/// <summary>The tags that each metric may have, and all values of each. Nothing that a client wrote is among them.</summary>
internal static class MetricTags
{
    private static readonly string[] Errors = [.. Enum.GetValues<ErrorCode>().Select(ErrorCodes.ToWire)];

    private static readonly string[] Endpoints = ["calls", "rooms"];

    private static readonly string[] Services = ["fcm", "apns"];

    private static readonly string[] Pushes = ["incoming_call", "call_cancelled"];

    private static readonly string[] Relayed = ["webrtc.offer", "webrtc.answer", "webrtc.ice", "offer", "answer", "ice-candidate"];

    private static readonly string[] Received =
        [.. ClientMessageTable.Types, .. RoomClientMessageTable.Table.Types, "unknown"];

    private static readonly string[] Sent = [.. ServerMessageTable.Types, .. RoomServerMessageTable.Types, .. Relayed];

    /// <summary>The scripts, and the steps of a call, which one of them takes.</summary>
    private static readonly string[] Commands =
    [
        "start",
        .. CallTransition.All.Select(row => row.Name),
        .. typeof(RedisScript).Assembly.GetManifestResourceNames().Select(name => Path.GetFileNameWithoutExtension(name)),
    ];

    /// <summary>By metric; one that is not here has no tags.</summary>
    private static readonly Dictionary<string, (string Key, string[] Values)[]> Allowed = new()
    {
        ["goring.connections.open"] = [("endpoint", Endpoints), ("protocol", ["base", "v1"])],
        ["goring.connections.closed"] =
            [("endpoint", Endpoints), ("code", ["1000", "1006", "1008", "1009", "1012", "1013", "4001", "4401"])],
        ["goring.handshakes.refused"] = [("endpoint", Endpoints), ("status", ["400", "401", "403", "426", "429", "503"])],
        ["goring.session.resumes"] = [("result", ["resumed", "begun_anew"])],
        ["goring.messages.received"] =
            [("endpoint", Endpoints), ("type", [.. Received, "unheard"]), ("result", ["ok", .. Errors])],
        ["goring.messages.sent"] = [("type", Sent)],
        ["goring.message.duration"] = [("type", Received)],
        ["goring.errors"] = [("code", Errors)],
        ["goring.queue.overflows"] = [("endpoint", Endpoints)],
        ["goring.call.starts"] = [("result", ["ringing", .. Errors])],
        ["goring.call.ends"] = [("reason", ["rejected", .. Enum.GetValues<EndReason>().Select(CallNames.ToWire)])],
        ["goring.deadlines.fired"] = [("kind", ["ring_ends", "peer_returns"])],
        ["goring.store.duration"] = [("command", Commands)],
        ["goring.store.faults"] = [("reason", ["timeout", "refused"])],
        ["goring.push.attempts"] =
        [
            ("service", Services), ("push", Pushes), ("result", ["delivered", "dead_token", "refused", "not_now"]),
        ],
        ["goring.push.abandoned"] =
        [
            ("service", Services), ("push", Pushes), ("reason", [.. Enum.GetValues<PushAbandonment>().Select(PushNames.ToTag)]),
        ],
        ["goring.push.devices_dropped"] = [("service", Services)],
        ["goring.push.duration"] = [("service", Services)],
        ["goring.room.joins"] = [("result", ["ok", .. Errors])],
    };

    /// <summary>Every point of Goring's own has each of its metric's tags, no other, and of each a known value.</summary>
    public static void ShouldBeClosed(IEnumerable<ReceivedPoint> points)
    {
        foreach (var point in points.Where(point => point.Name.StartsWith("goring.", StringComparison.Ordinal)))
        {
            var allowed = Allowed.GetValueOrDefault(point.Name, []);
            point.Tags.Keys.Should().BeEquivalentTo(allowed.Select(tag => tag.Key), "these are the tags of {0}", point.Name);
            foreach (var (key, values) in allowed)
            {
                values.Should().Contain(point.Tags[key], "of {0} {1} is one of a closed set", point.Name, key);
            }
        }
    }
}
