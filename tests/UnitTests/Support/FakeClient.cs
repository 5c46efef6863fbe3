using System.Text;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;

namespace Goring.UnitTests.Support;

/// <summary>A client's socket without the socket: what reached it, in order, as text.</summary>
/// <param name="resume">What it resumes, for a client of <c>goring.v1</c>.</param>
internal sealed class FakeClient(User user, ResumeRequest? resume = null) : IClientConnection
{
    private readonly EventGate _gateOfEvents = new(numbered: resume is not null);
    private readonly List<ReadOnlyMemory<byte>> _passed = [];
    private readonly Lock _gate = new();
    private readonly List<string> _arrived = [];
    private readonly List<string> _held = [];
    private readonly List<CloseReason> _closes = [];
    private bool _holding;

    public ConnectionId Id { get; } = ConnectionId.New(resumable: resume is not null);

    public User User { get; } = user;

    public ResumeRequest? Resume { get; } = resume;

    public Sender Sender => field ??= new(User, Id, Resume is not null);

    public long LastSeq => _gateOfEvents.LastSeq;

    public string? ResumeToken { get; private set; }

    public SessionId? Call { get; set; }

    public (SessionId Session, long At)? Accepted { get; set; }

    public Neighbour? Neighbour { get; set; }

    public IReadOnlyList<ReadOnlyMemory<byte>> Undelivered { get; init; } = [];

    public bool IsClosing => _closes.Count > 0;

    /// <summary>Whether events are only counted, which costs nothing.</summary>
    public bool CountsOnly { get; set; }

    /// <summary>How many events were.</summary>
    public int Counted { get; private set; }

    /// <summary>Every reason it was closed for, in order.</summary>
    public IReadOnlyList<CloseReason> Closes => _closes;

    /// <summary>The frames that arrived since a test last asked.</summary>
    public string[] Take()
    {
        lock (_gate)
        {
            string[] arrived = [.. _arrived];
            _arrived.Clear();
            return arrived;
        }
    }

    public void Begin(ReadOnlyMemory<byte> ready, SessionStart start)
    {
        ResumeToken = start.ResumeToken;
        Call = start.Call?.Id;
        Answer(ready);
        foreach (var @event in start.Missed.Concat(_gateOfEvents.Open(start.LastSeq)))
        {
            TrySend(@event);
        }
    }

    public bool TrySend(ServerEvent @event)
    {
        lock (_gate)
        {
            if (_closes.Count > 0)
            {
                return false;
            }

            if (CountsOnly)
            {
                Counted++;
                return true;
            }

            _passed.Clear();
            _gateOfEvents.Offer(@event, _passed);
            (_holding ? _held : _arrived).AddRange(_passed.Select(frame => Encoding.UTF8.GetString(frame.Span)));
            return true;
        }
    }

    public void HoldEvents()
    {
        lock (_gate)
        {
            _holding = true;
        }
    }

    public void Answer(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (!frame.IsEmpty)
            {
                _arrived.Add(Encoding.UTF8.GetString(frame.Span));
            }

            _holding = false;
            _arrived.AddRange(_held);
            _held.Clear();
        }
    }

    public void Close(CloseReason reason)
    {
        lock (_gate)
        {
            _closes.Add(reason);
        }
    }

    /// <summary>Until when it may stay, as it was last told; null: for ever.</summary>
    public DateTimeOffset? Expires { get; private set; }

    public void StayUntil(DateTimeOffset? expires) => Expires = expires;
}
