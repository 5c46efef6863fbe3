using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Goring.IntegrationTests.Harness;

namespace Goring.IntegrationTests.Sessions;

/// <summary>
/// A <c>goring.v1</c> client as an app would write one: whenever its socket goes, it resumes on an instance that lets
/// it in. It keeps what it was told, and never sends anything twice.
/// </summary>
internal sealed class Roamer : IAsyncDisposable
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Func<IReadOnlyList<Uri>> _instances;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject?>> _asked = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private volatile TestClient? _socket;
    private string _token = "";
    private long _lastSeq;

    /// <param name="instances">Where it may connect at that moment, the best first.</param>
    public Roamer(Person person, Func<IReadOnlyList<Uri>> instances)
    {
        Person = person;
        _instances = instances;
        _running = RunAsync();
    }

    public Person Person { get; }

    /// <summary>Completes with the first <c>session.ready</c>.</summary>
    public Task Connected => _connected.Task.WaitAsync(Patience);

    /// <summary>Every event, in the order in which it came.</summary>
    public ConcurrentQueue<(long Seq, string Type, JsonObject Payload)> Events { get; } = new();

    /// <summary>Of each return, whether the session went on.</summary>
    public ConcurrentQueue<bool> Returns { get; } = new();

    /// <summary>The relays that came, in order.</summary>
    public string[] Markers =>
        [.. Events.Where(@event => @event.Type == "webrtc.ice").Select(@event => (string)@event.Payload["candidate"]!)];

    /// <summary>The direct reply; null where the socket was lost before one came.</summary>
    public async Task<JsonObject?> AskAsync(string type, object payload)
    {
        var id = Guid.NewGuid().ToString("N");
        var answered = new TaskCompletionSource<JsonObject?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answered;
        try
        {
            await _socket!.SendRawAsync(JsonSerializer.Serialize(new { type, id, payload }));
        }
        catch (Exception error) when (IsLoss(error))
        {
            return null;
        }

        return await answered.Task.WaitAsync(Patience);
    }

    /// <summary>Whether the relay was acknowledged; if not, it may have been taken or not.</summary>
    public async Task<bool> RelayAsync(string session, string marker)
    {
        var reply = await AskAsync("webrtc.ice", new { session_id = session, candidate = marker });
        reply?["type"]!.GetValue<string>().Should().Be("ack", "of {0}", reply);
        return reply is not null;
    }

    /// <summary>The payload of the first event of a type, once it is there.</summary>
    public async Task<JsonObject> EventAsync(string type)
    {
        await Eventually.HoldsAsync(() => Events.Any(@event => @event.Type == type), $"{Person.Id} gets {type}");
        return Events.First(@event => @event.Type == type).Payload;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket?.Abort();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (await ConnectAsync() is { } socket)
        {
            await using var connected = socket;
            _socket = socket;
            _connected.TrySetResult();
            try
            {
                while (true)
                {
                    Take(JsonNode.Parse(await socket.NextAsync(TimeSpan.FromMinutes(5)))!.AsObject());
                }
            }
            catch (InvalidOperationException)
            {
                // The socket is gone; what was asked over it stays unanswered.
            }

            foreach (var id in _asked.Keys)
            {
                Answer(id, null);
            }
        }
    }

    private void Take(JsonObject frame)
    {
        if (frame["seq"] is { } seq)
        {
            Events.Enqueue(((long)seq, (string)frame["type"]!, frame["payload"]!.AsObject()));
            _lastSeq = (long)seq;
        }
        else if ((string?)frame["id"] is { } id)
        {
            Answer(id, frame);
        }
    }

    private void Answer(string id, JsonObject? reply)
    {
        if (_asked.TryRemove(id, out var answered))
        {
            answered.SetResult(reply);
        }
    }

    private async Task<TestClient?> ConnectAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var instance in _instances())
            {
                if (await TryConnectAsync(instance) is { } socket)
                {
                    return socket;
                }
            }

            await Task.Delay(Backoff);
        }

        return null;
    }

    private async Task<TestClient?> TryConnectAsync(Uri instance)
    {
        var url = new UriBuilder(instance) { Query = $"resume={_token}&last_seq={_lastSeq}" }.Uri;
        try
        {
            var socket = await TestClient.ConnectAsync(url, Person, TokenPlace.Header, null, Party.V1);
            var ready = await socket.NextAsync("session.ready", Patience);
            if (_token.Length > 0)
            {
                Returns.Enqueue((bool)ready["resumed"]!);
            }

            _token = (string)ready["resume_token"]!;
            return socket;
        }
        catch (Exception error) when (IsLoss(error))
        {
            return null;
        }
    }

    private static bool IsLoss(Exception error) =>
        error is WebSocketException or IOException or OperationCanceledException or InvalidOperationException;
}
