using Goring.Application.Connections;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.Web.Signaling;

/// <summary>
/// A socket of <c>/ws</c>. It can be sent to before its socket is there, so that it is reachable before the client
/// knows that it is connected.
/// </summary>
internal sealed class CallConnection : Connection, IClientConnection
{
    private readonly ClientEvents _events;

    /// <param name="resume">What a <c>goring.v1</c> client resumes; null for one of the base protocol.</param>
    public CallConnection(User user, ResumeRequest? resume, ReplayPump replay, SocketHost host)
        : base(ConnectionId.New(resumable: resume is not null), user, speaksV1: resume is not null, host)
    {
        Resume = resume;
        Sender = new(User, Id, SpeaksV1);
        _events = new(this, replay);
    }

    public override ClientProtocol Protocol => ClientProtocol.Calls;

    public override Sender Sender { get; }

    public ResumeRequest? Resume { get; }

    public string? ResumeToken { get; private set; }

    public SessionId? Call
    {
        get => _events.Call;
        set => _events.Call = value;
    }

    public (SessionId Session, long At)? Accepted { get; set; }

    public Neighbour? Neighbour { get; set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered => _events.Undelivered;

    public long LastSeq => _events.LastSeq;

    public void Begin(ReadOnlyMemory<byte> ready, SessionStart start)
    {
        ResumeToken = start.ResumeToken;
        Call = start.Call?.Id;
        Answer(ready);
        _events.Open(start);
    }

    public override bool TrySend(ServerEvent @event) => _events.TrySend(@event);
}
