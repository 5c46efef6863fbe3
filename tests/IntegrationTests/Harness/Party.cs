using System.Text.Json;
using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>
/// A client that speaks <c>goring.v1</c> or the base protocol, and holds the server to it: which top-level fields a
/// frame has, and that events are numbered without a gap.
/// </summary>
public sealed class Party : IAsyncDisposable
{
    public const string V1 = "goring.v1";

    private int _asked;

    private Party(TestClient socket, JsonObject? ready, long lastSeq)
    {
        Socket = socket;
        Ready = ready;
        LastSeq = lastSeq;
    }

    public TestClient Socket { get; }

    public Person Person => Socket.Person;

    public string Id => Person.Id;

    /// <summary>The payload of <c>session.ready</c>; null for a client of the base protocol.</summary>
    public JsonObject? Ready { get; }

    public bool SpeaksV1 => Ready is not null;

    public bool Resumed => (bool)Ready!["resumed"]!;

    public string ResumeToken => (string)Ready!["resume_token"]!;

    /// <summary>The number of the last event that was read; what it says that it has on resuming.</summary>
    public long LastSeq { get; private set; }

    /// <param name="query">What it says of an earlier session.</param>
    /// <param name="lastSeq">The last event that it has, where that session is resumed.</param>
    public static async Task<Party> ConnectAsync(
        Uri url, Person person, bool speaksV1 = true, string query = "", long lastSeq = 0)
    {
        url = new UriBuilder(url) { Query = query }.Uri;
        var socket = await TestClient.ConnectAsync(url, person, TokenPlace.Header, null, speaksV1 ? [V1] : []);
        var ready = speaksV1 ? await socket.NextAsync("session.ready") : null;
        return new(socket, ready, ready is not null && (bool)ready["resumed"]! ? lastSeq : 0);
    }

    /// <summary>A new socket that goes on where this one stopped; of the base protocol, simply a new one.</summary>
    public Task<Party> ResumeAsync(Uri url) => ResumeAsync(url, LastSeq);

    public Task<Party> ResumeAsync(Uri url, long lastSeq) => SpeaksV1
        ? ConnectAsync(url, Person, speaksV1: true, $"resume={ResumeToken}&last_seq={lastSeq}", lastSeq)
        : ConnectAsync(url, Person, speaksV1: false);

    /// <summary>Sends with an id; the id.</summary>
    public async Task<string> AskAsync(string type, object payload)
    {
        var id = $"ask-{++_asked}";
        await Socket.SendRawAsync(JsonSerializer.Serialize(new { type, id, payload }));
        return id;
    }

    /// <summary>Sends a command without a reply of its own; in <c>goring.v1</c> with an id, whose ack is the next frame.</summary>
    public async Task DoAsync(string type, object payload)
    {
        if (!SpeaksV1)
        {
            await Socket.SendAsync(type, payload);
            return;
        }

        await ExpectReplyAsync("ack", await AskAsync(type, payload), []);
    }

    /// <summary>Sends what has a direct reply, which is the next frame; its payload.</summary>
    public async Task<JsonObject> AskAsync(string type, object payload, string replyType)
    {
        if (SpeaksV1)
        {
            return await ReplyAsync(replyType, await AskAsync(type, payload));
        }

        await Socket.SendAsync(type, payload);
        return await Socket.NextAsync(replyType);
    }

    /// <summary>The payload of the next frame: that reply, with that id and no number.</summary>
    public async Task<JsonObject> ReplyAsync(string type, string id)
    {
        var frame = await NextAsync("type", "id", "payload");
        ((string?)frame["type"], (string?)frame["id"]).Should().Be((type, id), "of {0}", frame);
        return frame["payload"]!.AsObject();
    }

    public async Task ExpectReplyAsync(string type, string id, JsonObject payload) =>
        Same(await ReplyAsync(type, id), payload);

    /// <summary>The payload of the next frame: that event, with the next number where events are numbered.</summary>
    public async Task<JsonObject> EventAsync(string type, TimeSpan? patience = null)
    {
        if (!SpeaksV1)
        {
            return await Socket.NextAsync(type, patience);
        }

        var frame = await NextAsync(patience, "seq", "type", "payload");
        ((string?)frame["type"], (long)frame["seq"]!).Should().Be((type, LastSeq + 1), "of {0}", frame);
        LastSeq++;
        return frame["payload"]!.AsObject();
    }

    public async Task ExpectEventAsync(string type, JsonObject payload) => Same(await EventAsync(type), payload);

    /// <summary>Nothing has come that was not read.</summary>
    public async Task ExpectNothingAsync()
    {
        var nobody = Guid.NewGuid().ToString();
        Same(
            await AskAsync("call.check", new { session_id = nobody }, "call.check_result"),
            new() { ["session_id"] = nobody, ["exists"] = false });
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    private static void Same(JsonObject actual, JsonObject expected) =>
        JsonNode.DeepEquals(actual, expected).Should().BeTrue("wanted {0}, got {1}", expected, actual);

    private Task<JsonObject> NextAsync(params string[] fields) => NextAsync(null, fields);

    private async Task<JsonObject> NextAsync(TimeSpan? patience, params string[] fields)
    {
        var text = await Socket.NextAsync(patience);
        var frame = JsonNode.Parse(text)!.AsObject();
        frame.Select(field => field.Key).Should().BeEquivalentTo(fields, "of the frame {0}", text);
        return frame;
    }
}
