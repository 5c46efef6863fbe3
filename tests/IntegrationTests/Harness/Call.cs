using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>A call between two clients, and the steps that tests take to get where they begin.</summary>
public sealed class Call(TestClient caller, TestClient callee, string session) : IAsyncDisposable
{
    public TestClient Caller { get; } = caller;

    public TestClient Callee { get; } = callee;

    public string Session { get; } = session;

    /// <summary>Rings, and reads what both are told.</summary>
    public static async Task<Call> StartAsync(TestClient caller, TestClient callee)
    {
        await caller.SendAsync("call.start", new { callee_id = callee.Id });
        var session = (string)(await caller.NextAsync("call.ringing"))["session_id"]!;
        await callee.ExpectAsync("call.ring", RingOf(session, caller));
        return new(caller, callee, session);
    }

    public static JsonObject RingOf(string session, TestClient caller) => new()
    {
        ["session_id"] = session,
        ["caller_id"] = caller.Id,
        ["caller_info"] = caller.Person.Info(),
    };

    /// <summary>What <c>call.accepted</c> and <c>call.rejected</c> say.</summary>
    public JsonObject CalleeAnswered() =>
        new() { ["session_id"] = Session, ["callee_info"] = Callee.Person.Info() };

    public JsonObject Ended(string reason, TestClient? by = null)
    {
        var payload = new JsonObject { ["session_id"] = Session, ["reason"] = reason };
        if (by is not null)
        {
            payload["peer_info"] = by.Person.Info();
        }

        return payload;
    }

    public JsonObject Standing(string state) => new()
    {
        ["session_id"] = Session,
        ["exists"] = true,
        ["state"] = state,
        ["caller_id"] = Caller.Id,
    };

    public Task SendAsync(TestClient from, string type) => from.SendAsync(type, new { session_id = Session });

    public async Task AcceptAsync()
    {
        await SendAsync(Callee, "call.accept");
        await Caller.ExpectAsync("call.accepted", CalleeAnswered());
    }

    public async Task EndAsync(TestClient by)
    {
        await SendAsync(by, "call.end");
        await PeerOf(by).ExpectAsync("call.ended", Ended("ended_by_user", by));
    }

    public TestClient PeerOf(TestClient client) => client == Caller ? Callee : Caller;

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Callee.DisposeAsync();
    }
}
