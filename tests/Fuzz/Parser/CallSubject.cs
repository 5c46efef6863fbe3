using System.Text.Json;
using Goring.Application.Connections;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Tokens;
using Goring.UnitTests.Support;

namespace Goring.Fuzz.Parser;

/// <summary>One of two who call, are called, or do not.</summary>
internal sealed class CallSubject(ParserWorld world, FakeClient sender, FakeClient peer) : Subject(world)
{
    private string _session = "no-such-session";

    public override IClientSocket Socket => sender;

    public override async Task<Placeholders> SetUpAsync(CaseRandom random)
    {
        switch (random.Below(6))
        {
            case 0:
                break;
            case 1:
                await RingAsync(sender, peer);
                break;
            case 2:
                await RingAsync(peer, sender);
                break;
            default:
                await RingAsync(sender, peer);
                await World.SendAsync(peer, "call.accept", $$"""{"session_id":"{{_session}}"}""");
                break;
        }

        _ = sender.Take();
        _ = peer.Take();
        return new(_session, peer.User.Id.Value, sender.User.Id.Value, "a-room", TokenMaker.Good(sender.User.Id.Value));
    }

    public override string[] Take() => sender.Take();

    public override string[] TakeOfPeer() => peer.Take();

    public override async Task CleanUpAsync(string[] answers)
    {
        foreach (var ringing in answers.Where(answer => answer.Contains("\"call.ringing\"", StringComparison.Ordinal)))
        {
            await EndAsync(SessionOf(ringing));
        }

        await EndAsync(_session);
        _ = sender.Take();
        _ = peer.Take();
    }

    private Task EndAsync(string session) =>
        World.SendAsync(sender, "call.end", $$"""{"session_id":"{{session}}"}""");

    private async Task RingAsync(FakeClient caller, FakeClient callee)
    {
        _ = caller.Take();
        await World.SendAsync(caller, "call.start", $$"""{"callee_id":"{{callee.User.Id.Value}}"}""");
        _session = SessionOf(caller.Take()[0]);
    }

    private static string SessionOf(string ringing)
    {
        using var document = JsonDocument.Parse(ringing);
        return document.RootElement.GetProperty("payload").GetProperty("session_id").GetString()!;
    }
}
