using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Fuzz.Inputs;

namespace Goring.Fuzz.Parser;

/// <summary>Somebody who sends what was made up, and the one at the other end.</summary>
internal abstract class Subject(ParserWorld world)
{
    protected ParserWorld World => world;

    public abstract IClientSocket Socket { get; }

    public bool IsOfRooms => Socket.Protocol == ClientProtocol.Rooms;

    /// <summary>Puts both into one of the states in which a frame can come, and says what stands for the placeholders.</summary>
    public abstract Task<Placeholders> SetUpAsync(CaseRandom random);

    /// <summary>What reached the sender since <see cref="SetUpAsync"/>.</summary>
    public abstract string[] Take();

    /// <summary>The same of the other.</summary>
    public abstract string[] TakeOfPeer();

    /// <summary>Ends what the frame has begun.</summary>
    public abstract Task CleanUpAsync(string[] answers);
}
