using System.Text.Json.Nodes;
using Goring.PushSandbox.Requests;

namespace Goring.PushSandbox.Apple;

/// <summary>Answers in the shape of APNs: nothing but a reason, and on 410 since when.</summary>
internal static class ApnsReply
{
    public static Answer Accepted { get; } = new(200, null, "");

    public static Answer Refused(int status, string reason) => new(status, reason, BodyOf(reason, since: null));

    public static string BodyOf(ScriptedAnswer script) => BodyOf(script.Reason ?? "", script.UnregisteredAt);

    private static string BodyOf(string reason, DateTimeOffset? since)
    {
        var body = new JsonObject { ["reason"] = reason };
        if (since is { } time)
        {
            body["timestamp"] = time.ToUnixTimeMilliseconds();
        }

        return body.ToJsonString();
    }
}
