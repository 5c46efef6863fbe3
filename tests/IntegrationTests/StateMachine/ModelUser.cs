namespace Goring.IntegrationTests.StateMachine;

/// <summary>One user of the <see cref="ReferenceModel"/>: their connection, their session, and what they have seen.</summary>
internal sealed class ModelUser
{
    /// <summary>All events of the session since it began (<c>goring.v1</c>), or those kept while away (base).</summary>
    private readonly List<string> _session = [];
    private bool _sessionIsResumable;
    private int _keptFrom;
    private int _forgottenByServer;
    private bool _isKept;

    public bool IsConnected { get; private set; }

    public bool SpeaksV1 { get; private set; }

    /// <summary>What the connection that is open has been sent, in order: with their number for <c>goring.v1</c>.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>Which session the client remembers (each has a number of its own), and its last event.</summary>
    public int ClientSession { get; private set; }

    public int ClientSeq { get; private set; }

    private int ServerSession { get; set; }

    public void Send(string @event)
    {
        if (!IsConnected && !_isKept)
        {
            return;
        }

        _session.Add(@event);
        if (IsConnected)
        {
            See(_session.Count);
        }
    }

    /// <returns>Whether an earlier session goes on.</returns>
    public bool Connect(bool v1, bool resume)
    {
        var kept = !IsConnected && _isKept ? _session[Math.Min(_keptFrom, _session.Count)..] : [];
        var resumed = v1 && resume && _sessionIsResumable && ClientSession == ServerSession
            && ClientSeq >= _forgottenByServer;
        IsConnected = true;
        SpeaksV1 = v1;
        _isKept = false;
        Seen.Clear();
        if (resumed)
        {
            _forgottenByServer = ClientSeq;
            ReplayAfter(ClientSeq);
            return true;
        }

        _session.Clear();
        _session.AddRange(kept);
        _sessionIsResumable = v1;
        _forgottenByServer = 0;
        ClientSeq = 0;
        if (v1)
        {
            ClientSession = ++ServerSession;
        }

        ReplayAfter(0);
        return false;
    }

    /// <param name="unseen">How many of the last events did not reach the client.</param>
    public void Lose(bool inCall, int unseen)
    {
        IsConnected = false;
        _isKept = SpeaksV1 || inCall;
        _keptFrom = SpeaksV1 ? _session.Count : 0;
        if (SpeaksV1)
        {
            ClientSeq = Math.Max(0, ClientSeq - Math.Min(unseen, Seen.Count));
        }
        else
        {
            _session.Clear();
            _sessionIsResumable = false;
        }
    }

    private void ReplayAfter(int seq)
    {
        for (var next = seq + 1; next <= _session.Count; next++)
        {
            See(next);
        }
    }

    private void See(int seq)
    {
        Seen.Add(SpeaksV1 ? $"{seq} {_session[seq - 1]}" : _session[seq - 1]);
        if (SpeaksV1)
        {
            ClientSeq = seq;
        }
    }
}
