using System.Text;

namespace Goring.Bench.Load.Calls;

/// <summary>
/// The same messages to an echo: whatever one side sends comes back to that side, the first of them twice, so that 15 in
/// are 16 out. The steps wait for one another as those of a call do.
/// </summary>
internal sealed class FloorPair : Pair
{
    private readonly PairSocket _caller;
    private readonly PairSocket _callee;
    private readonly OutgoingWrite _start;
    private readonly OutgoingWrite _accept;
    private readonly OutgoingWrite _end;
    private readonly OutgoingWrite[] _offer;
    private readonly OutgoingWrite[] _answer;
    private readonly byte[][] _callerExpects;
    private readonly byte[][] _calleeExpects;
    private readonly string _name;

    private int _callerStep;
    private int _calleeStep;
    private long _intended;
    private long _offered;
    private long _answered;

    public FloorPair(SequenceLoad load, int number, Action opened)
        : base(load)
    {
        _name = $"pair {number} of the floor";
        _caller = new(this, load.Loop, opened);
        _callee = new(this, load.Loop, opened);
        var messages = new CallMessages(number, UserToken.UserOf("load1-callee", number), load.Candidates);

        // The echo sends twice what begins with a 2.
        var start = "2" + messages.Start[1..];
        _start = OutgoingWrite.Of(start);
        _accept = OutgoingWrite.Of(messages.Accept);
        _end = OutgoingWrite.Of(messages.End);
        _offer = GoringPair.Writes(messages.Offer, messages.CallerCandidates, load.Trickle);
        _answer = GoringPair.Writes(messages.Answer, messages.CalleeCandidates, load.Trickle);
        _callerExpects = Bytes([start, start, messages.Offer, .. messages.CallerCandidates, messages.End]);
        _calleeExpects = Bytes([messages.Accept, messages.Answer, .. messages.CalleeCandidates]);
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
        }
        else if (!message.SequenceEqual(expects[step]))
        {
            Break($"got at step {step}: {Trouble.Start(message)}");
        }
        else if (isCaller)
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
        _caller.Send(_start.About(default));
    }

    private void CallerGot(int step)
    {
        switch (step)
        {
            case 0:
                Load.Log.Ring(_intended);
                _callee.Send(_accept.About(default));
                break;
            case 1:
                break;
            case 2:
                _answered = GoringPair.Send(_callee, _answer, default);
                break;
            case var last when last == _callerExpects.Length - 1:
                End();
                break;
            default:
                Load.Log.Candidate(_offered);
                break;
        }
    }

    private void CalleeGot(int step)
    {
        switch (step)
        {
            case 0:
                _offered = GoringPair.Send(_caller, _offer, default);
                break;
            case >= 2:
                Load.Log.Candidate(_answered);
                if (step == _calleeExpects.Length - 1)
                {
                    _caller.Send(_end.About(default));
                }

                break;
        }
    }

    private static byte[][] Bytes(string[] messages) => [.. messages.Select(Encoding.UTF8.GetBytes)];
}
