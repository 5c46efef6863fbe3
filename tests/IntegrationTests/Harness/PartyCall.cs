using System.Text.Json.Nodes;

namespace Goring.IntegrationTests.Harness;

/// <summary>A call between two parties of either protocol, who may leave and come back over another socket.</summary>
public sealed class PartyCall(Party caller, Party callee, string session) : IAsyncDisposable
{
    public Party Caller { get; private set; } = caller;

    public Party Callee { get; private set; } = callee;

    public string Session { get; } = session;

    /// <summary>Rings, and reads what both are told.</summary>
    public static async Task<PartyCall> RingAsync(Party caller, Party callee)
    {
        var ringing = await caller.AskAsync("call.start", new { callee_id = callee.Id }, "call.ringing");
        var session = (string)ringing["session_id"]!;
        await callee.ExpectEventAsync("call.ring", RingOf(session, caller.Person));
        return new(caller, callee, session);
    }

    /// <summary>The same, accepted.</summary>
    public static async Task<PartyCall> AcceptedAsync(Party caller, Party callee)
    {
        var call = await RingAsync(caller, callee);
        await call.AcceptAsync();
        return call;
    }

    public static JsonObject RingOf(string session, Person caller) => new()
    {
        ["session_id"] = session,
        ["caller_id"] = caller.Id,
        ["caller_info"] = caller.Info(),
    };

    public JsonObject Answered() => new() { ["session_id"] = Session, ["callee_info"] = Callee.Person.Info() };

    public JsonObject Ended(string reason, Person? by = null)
    {
        var payload = new JsonObject { ["session_id"] = Session, ["reason"] = reason };
        if (by is not null)
        {
            payload["peer_info"] = by.Info();
        }

        return payload;
    }

    public async Task AcceptAsync()
    {
        await Callee.DoAsync("call.accept", new { session_id = Session });
        await Caller.ExpectEventAsync("call.accepted", Answered());
    }

    public Task EndAsync(Party by) => by.DoAsync("call.end", new { session_id = Session });

    public Task RelayAsync(Party from, string marker) =>
        from.DoAsync("webrtc.ice", new { session_id = Session, candidate = marker });

    public Task ExpectRelayAsync(Party to, string marker) =>
        to.ExpectEventAsync("webrtc.ice", new() { ["session_id"] = Session, ["candidate"] = marker });

    /// <summary>Both still are in the call, and reach one another.</summary>
    public async Task ExpectAliveAsync()
    {
        foreach (var (from, to) in new[] { (Caller, Callee), (Callee, Caller) })
        {
            var standing = await from.AskAsync("call.check", new { session_id = Session }, "call.check_result");
            ((string?)standing["state"]).Should().Be("accepted");
            var marker = Guid.NewGuid().ToString();
            await RelayAsync(from, marker);
            await ExpectRelayAsync(to, marker);
        }
    }

    /// <summary>The caller is back, where they were, over another socket.</summary>
    public async Task<Party> ReturnCallerAsync(Uri url)
    {
        var older = Caller;
        Caller = await older.ResumeAsync(url);
        await older.DisposeAsync();
        return Caller;
    }

    /// <summary>The same of the callee.</summary>
    public async Task<Party> ReturnCalleeAsync(Uri url)
    {
        var older = Callee;
        Callee = await older.ResumeAsync(url);
        await older.DisposeAsync();
        return Callee;
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Callee.DisposeAsync();
    }
}
