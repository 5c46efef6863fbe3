using Goring.Application.Protocol;
using Goring.Domain.Calls;

namespace Goring.Application.Connections;

/// <summary>
/// A client's socket of <c>/ws</c>, which holds its user's slot. Every member may be called from any thread; none blocks.
/// </summary>
public interface IClientConnection : IClientSocket
{
    bool IClientSocket.SpeaksV1 => Resume is not null;

    ClientProtocol IClientSocket.Protocol => ClientProtocol.Calls;

    Sender IClientSocket.Sender => new(User, Id, SpeaksV1);

    /// <summary>What the client resumes, or null for a client of the base protocol.</summary>
    ResumeRequest? Resume { get; }

    /// <summary>The number of the last event that went out; 0 for a client of the base protocol.</summary>
    long LastSeq { get; }

    /// <summary>The token of the session, once it has begun; null for a client of the base protocol.</summary>
    string? ResumeToken { get; }

    /// <summary>
    /// The call that the client was last told it is in, or null: what must be taken back should the store lose it.
    /// </summary>
    SessionId? Call { get; set; }

    /// <summary>The call that the client accepted here and has not answered yet, and when: a timestamp. Nobody's but the metrics'.</summary>
    (SessionId Session, long At)? Accepted
    {
        get => null;
        set { }
    }

    /// <summary>
    /// The other party of the user's call, where it was last seen on this instance; null for none. A hint, which may be wrong at
    /// any time, and the store's alone.
    /// </summary>
    Neighbour? Neighbour { get; set; }

    /// <summary>
    /// The events of a client of the base protocol that came when no more could be sent, in order. Those of a
    /// <c>goring.v1</c> client stand in the store.
    /// </summary>
    IReadOnlyList<ReadOnlyMemory<byte>> Undelivered { get; }

    /// <summary>
    /// Begins the session: the client gets <paramref name="ready"/>, if it is not empty, then what it missed, then
    /// what was sent since. Called once, when the slot is taken.
    /// </summary>
    void Begin(ReadOnlyMemory<byte> ready, SessionStart start);
}

/// <summary>What a <c>goring.v1</c> client asks to resume. Anything wrong with it means a new session, never an error.</summary>
/// <param name="Token">The token of an earlier <c>session.ready</c>, or null.</param>
/// <param name="LastSeq">The last event that the client has.</param>
public sealed record ResumeRequest(string? Token, long LastSeq);

/// <summary>How a connection begins, as the store found it when the slot was taken.</summary>
/// <param name="Resumed">Whether an earlier session goes on.</param>
/// <param name="ResumeToken">The session's token; null for a client of the base protocol.</param>
/// <param name="LastSeq">The number of the event before the first of <paramref name="Missed"/>.</param>
/// <param name="Missed">What the client has not got, in order.</param>
/// <param name="Call">The call that the user is in, or null.</param>
public sealed record SessionStart(
    bool Resumed, string? ResumeToken, long LastSeq, IReadOnlyList<ServerEvent> Missed, CallSession? Call)
{
    public static SessionStart Fresh { get; } = new(false, null, 0, [], null);
}
