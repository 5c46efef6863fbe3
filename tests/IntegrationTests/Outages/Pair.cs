namespace Goring.IntegrationTests.Outages;

/// <summary>Two users, each on another server, who call one another.</summary>
internal sealed class Pair(Party caller, Party callee) : IAsyncDisposable
{
    public Party Caller { get; } = caller;

    public Party Callee { get; } = callee;

    public IReadOnlyList<Party> Both => [Caller, Callee];

    /// <summary>Rings and accepts.</summary>
    /// <returns>The session and when the caller heard of it; null where the server refused the call.</returns>
    public async Task<(string Session, long At)?> TryCallAsync(double seconds = 10)
    {
        var (atCaller, atCallee) = (Caller.Count, Callee.Count);
        var start = await Caller.AskAsync("call.start", new { callee_id = Callee.Id });
        if (start.Outcome != "call.ringing")
        {
            return null;
        }

        var session = start.Reply.Text("session_id")!;
        await Callee.AwaitAsync(Told("call.ring", session), "call.ring", atCallee, seconds);
        await Callee.SendAsync("call.accept", new { session_id = session });
        var accepted = await Caller.AwaitAsync(Told("call.accepted", session), "call.accepted", atCaller, seconds);
        return (session, accepted.At);
    }

    public async Task<string> CallAsync() =>
        await TryCallAsync() is var (session, _) ? session : throw new InvalidOperationException("The call was refused.");

    /// <summary>The caller hangs up, and the callee hears of it.</summary>
    public async Task EndAsync(string session)
    {
        await Caller.SendAsync("call.end", new { session_id = session });
        await Callee.AwaitAsync(Told("call.ended", session), "call.ended");
    }

    public async ValueTask DisposeAsync()
    {
        await Caller.DisposeAsync();
        await Callee.DisposeAsync();
    }

    public static Func<Received, bool> Told(string type, string session) =>
        frame => frame.Type == type && frame.Text("session_id") == session;
}
