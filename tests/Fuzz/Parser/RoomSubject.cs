using Goring.Application.Connections;
using Goring.Fuzz.Inputs;
using Goring.Fuzz.Tokens;
using Goring.UnitTests.Support;

namespace Goring.Fuzz.Parser;

/// <summary>One of two in a room, or outside of it.</summary>
internal sealed class RoomSubject(ParserWorld world, FakeRoomSocket sender, FakeRoomSocket peer, string room)
    : Subject(world)
{
    public override IClientSocket Socket => sender;

    public override async Task<Placeholders> SetUpAsync(CaseRandom random)
    {
        await JoinAsync(peer);
        await (random.Chance(75) ? JoinAsync(sender) : World.SendAsync(sender, "leave", "{}"));
        _ = sender.Take();
        _ = peer.Take();
        return new("no-such-session", peer.Name, sender.Name, room, TokenMaker.Good("somebody"));
    }

    public override string[] Take() => sender.Take();

    public override string[] TakeOfPeer() => peer.Take();

    public override Task CleanUpAsync(string[] answers) => Task.CompletedTask;

    private Task JoinAsync(FakeRoomSocket who) => World.SendAsync(who, "join", $$"""{"room_id":"{{room}}"}""");
}
