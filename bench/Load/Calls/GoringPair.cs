namespace Goring.Bench.Load.Calls;

/// <summary>
/// A caller and a callee. Each answers what it gets at once: the callee accepts the ring, the accepted caller offers, the
/// callee answers, and right behind a description go its candidates, each a write of its own unless asked otherwise. The
/// caller ends the call once it has the answer and all candidates.
/// </summary>
internal sealed class GoringPair : Pair
{
    private readonly PairSocket _caller;
    private readonly PairSocket _callee;
    private readonly OutgoingWrite _start;
    private readonly OutgoingWrite _accept;
    private readonly OutgoingWrite _end;
    private readonly OutgoingWrite[] _offer;
    private readonly OutgoingWrite[] _answer;
    private readonly ExpectedMessage[] _callerExpects;
    private readonly ExpectedMessage[] _calleeExpects;
    private readonly byte[] _session = new byte[CallMessages.Session.Length];
    private readonly string _name;

    private int _callerStep;
    private int _calleeStep;
    private bool _sessionKnown;
    private long _intended;
    private long _offered;
    private long _answered;

    public GoringPair(SequenceLoad load, int number, string caller, string callee, Action opened)
        : base(load)
    {
        _name = $"{caller} and {callee}";
        _caller = new(this, load.Loop, opened);
        _callee = new(this, load.Loop, opened);
        var messages = new CallMessages(number, callee, load.Candidates);
        _start = OutgoingWrite.Of(messages.Start);
        _accept = OutgoingWrite.Of(messages.Accept);
        _end = OutgoingWrite.Of(messages.End);
        _offer = Writes(messages.Offer, messages.CallerCandidates, load.Trickle);
        _answer = Writes(messages.Answer, messages.CalleeCandidates, load.Trickle);
        _callerExpects =
        [
            new("call.ringing", null, ("callee_id", callee)),
            new("call.accepted", null, ("callee_info.user_id", callee)),
            ExpectedMessage.Relayed(messages.Answer),
            .. messages.CalleeCandidates.Select(ExpectedMessage.Relayed),
        ];
        _calleeExpects =
        [
            new("call.ring", null, ("caller_id", caller), ("caller_info.user_id", caller)),
            ExpectedMessage.Relayed(messages.Offer),
            .. messages.CallerCandidates.Select(ExpectedMessage.Relayed),
            new("call.ended", null, ("reason", "ended_by_user"), ("peer_info.user_id", caller)),
        ];
        _callerStep = _callerExpects.Length;
        _calleeStep = _calleeExpects.Length;
    }

    public PairSocket Caller => _caller;

    public PairSocket Callee => _callee;

    public override void OnMessage(PairSocket socket, ReadOnlySpan<byte> message)
    {
        var isCaller = socket == _caller;
        var expects = isCaller ? _callerExpects : _calleeExpects;
        var step = isCaller ? _callerStep++ : _calleeStep++;
        if (step >= expects.Length || IsBroken)
        {
            Load.Trouble.Stray(_name, message);
            return;
        }

        if ((step == 0 && !KnowSession(message)) || !expects[step].IsMatchedBy(message, _session))
        {
            Break($"{(isCaller ? "caller" : "callee")} got at step {step}: {Trouble.Start(message)}");
            return;
        }

        if (isCaller)
        {
            CallerGot(step);
        }
        else
        {
            CalleeGot(step);
        }
    }

    public override void Dispose()
    {
        _caller.Dispose();
        _callee.Dispose();
    }

    public override string ToString() => _name;

    protected override void Start(long intended)
    {
        _intended = intended;
        _callerStep = _calleeStep = 0;
        _sessionKnown = false;
        _caller.Send(_start.About(_session));
    }

    private void CallerGot(int step)
    {
        switch (step)
        {
            case 1:
                _offered = Send(_caller, _offer, _session);
                break;
            case >= 3:
                Load.Log.Candidate(_answered);
                if (step == _callerExpects.Length - 1)
                {
                    _caller.Send(_end.About(_session));
                }

                break;
        }
    }

    private void CalleeGot(int step)
    {
        switch (step)
        {
            case 0:
                Load.Log.Ring(_intended);
                _callee.Send(_accept.About(_session));
                break;
            case 1:
                _answered = Send(_callee, _answer, _session);
                break;
            case var last when last == _calleeExpects.Length - 1:
                End();
                break;
            default:
                Load.Log.Candidate(_offered);
                break;
        }
    }

    /// <summary>Both are told of one session, and of another than last time.</summary>
    private bool KnowSession(ReadOnlySpan<byte> message)
    {
        var session = ExpectedMessage.SessionOf(message);
        if (session.IsEmpty || session.SequenceEqual(_session) != _sessionKnown)
        {
            return false;
        }

        session.CopyTo(_session);
        _sessionKnown = true;
        return true;
    }

    /// <returns>When the candidates went out.</returns>
    public static long Send(PairSocket socket, OutgoingWrite[] writes, ReadOnlySpan<byte> session)
    {
        socket.Send(writes[0].About(session));
        var behind = Now;
        foreach (var write in writes.AsSpan(1))
        {
            socket.Send(write.About(session));
        }

        return behind;
    }

    public static OutgoingWrite[] Writes(string description, string[] candidates, bool trickle) =>
    [
        OutgoingWrite.Of(description),
        .. trickle ? candidates.Select(candidate => OutgoingWrite.Of(candidate)) : [OutgoingWrite.Of(candidates)],
    ];
}
