using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Outages;

/// <summary>What came over a socket, and when.</summary>
internal sealed record Received(string Type, string? Id, long Seq, JsonElement Payload, long At)
{
    public string? Text(string field) =>
        Payload.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A command and what came of it: the type of the reply, or the code of the error.</summary>
internal sealed record Answer(string Command, string Outcome, Received Reply, long Sent)
{
    public TimeSpan Took => Stopwatch.GetElapsedTime(Sent, Reply.At);
}

/// <summary>A client that reads all the time, so that a drill sees what came, when, and in which order.</summary>
internal sealed class Party : IAsyncDisposable
{
    private readonly TestClient _client;
    private readonly Task _reading;
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];
    private readonly List<Answer> _answers = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ids;

    private Party(TestClient client, bool speaksV1)
    {
        _client = client;
        SpeaksV1 = speaksV1;
        _reading = ReadAsync();
    }

    public string Id => _client.Id;

    public bool SpeaksV1 { get; }

    public bool IsClosed => _client.IsClosed;

    public IReadOnlyList<Received> Frames => Locked(() => _received.ToArray());

    /// <summary>How many frames have come: a place from which to wait.</summary>
    public int Count => Locked(() => _received.Count);

    /// <summary>Every command that was answered.</summary>
    public IReadOnlyList<Answer> Answers => Locked(() => _answers.ToArray());

    public static async Task<Party> ConnectAsync(GoringServer server, string who, bool speaksV1)
    {
        var client = await TestClient.ConnectAsync(
            server.WebSocketUrl, Person.New(who), TokenPlace.Header, null, speaksV1 ? ["goring.v1"] : []);
        return new(client, speaksV1);
    }

    public Task SendAsync(string type, object payload) => _client.SendAsync(type, payload);

    /// <summary>Sends a command that has a reply, and waits for it. One at a time.</summary>
    public async Task<Answer> AskAsync(string type, object payload)
    {
        var from = Count;
        var id = SpeaksV1 ? (++_ids).ToString(CultureInfo.InvariantCulture) : null;
        var sent = Stopwatch.GetTimestamp();
        await _client.SendRawAsync(id is null
            ? JsonSerializer.Serialize(new { type, payload })
            : JsonSerializer.Serialize(new { type, id, payload }));
        var reply = await AwaitAsync(IsReply, $"the answer to {type}", from);
        var answer = new Answer(type, reply.Type == "error" ? reply.Text("code")! : reply.Type, reply, sent);
        Locked(() => _answers.Add(answer));
        return answer;

        bool IsReply(Received frame) => id is not null
            ? frame.Id == id
            : frame.Type is "call.ringing" or "call.check_result"
                || (frame.Type == "error" && frame.Text("request_type") == type);
    }

    /// <summary>The first frame from that place on that is wanted.</summary>
    public async Task<Received> AwaitAsync(
        Func<Received, bool> wanted, string what, int from = 0, double seconds = 10)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            Task news;
            lock (_gate)
            {
                for (; from < _received.Count; from++)
                {
                    if (wanted(_received[from]))
                    {
                        return _received[from];
                    }
                }

                news = _news.Task;
            }

            var left = TimeSpan.FromSeconds(seconds) - Stopwatch.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || await Task.WhenAny(news, Task.Delay(left)) != news)
            {
                throw new TimeoutException($"{Id} waited {seconds} s in vain for {what}.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var text = await _client.NextAsync(TimeSpan.FromMinutes(5));
                using var frame = JsonDocument.Parse(text);
                var root = frame.RootElement.Clone();
                var received = new Received(
                    root.GetProperty("type").GetString()!,
                    root.TryGetProperty("id", out var id) ? id.GetString() : null,
                    root.TryGetProperty("seq", out var seq) ? seq.GetInt64() : 0,
                    root.TryGetProperty("payload", out var payload) ? payload : default,
                    Stopwatch.GetTimestamp());
                TaskCompletionSource news;
                lock (_gate)
                {
                    _received.Add(received);
                    news = _news;
                    _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                news.SetResult();
            }
        }
        catch (Exception error) when (error is InvalidOperationException or TimeoutException)
        {
            // The socket was closed, which the drill looks for.
        }
    }

    private void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
