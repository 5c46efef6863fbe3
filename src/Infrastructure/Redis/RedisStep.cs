using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>One step of a call on its way to Redis: its fields as <c>steps.lua</c> takes them, and what comes of it.</summary>
/// <remarks>
/// Whoever awaits it goes on on the thread that reads Redis's answers: what follows is short, and the answers to one client stay in
/// order.
/// </remarks>
internal sealed class RedisStep : TaskCompletionSource<Outcome>
{
    /// <summary>The name of the step that begins a call, as <c>steps.lua</c> knows it.</summary>
    public const string StartName = "start";

    /// <summary>Before the name of what happens between neighbours.</summary>
    private const string Near = "near ";

    private const int NearStartFields = 7;
    private const int RingField = 7;
    private const int ExtendedRingField = 8;

    private static readonly RedisValue NearStart = Near + StartName;

    private static readonly FrozenDictionary<CallTransition, RedisValue> NearNames =
        CallTransition.All.ToFrozenDictionary(row => row, row => (RedisValue)(row == CallTransition.Relay ? "pass" : Near + row.Name));

    private readonly CallTransition? _row;
    private readonly RedisValue _profile;
    private readonly RedisValue[] _start = [];
    private RedisStep? _last;

    private RedisStep(string name, SessionId session, UserId? by)
    {
        Name = name;
        Session = session;
        By = by;
    }

    private RedisStep(CallSession call, RedisValue[] fields, RingFrames ring, Neighbour? receiver)
        : this(StartName, call.Id, call.Caller)
    {
        _start = fields;
        (Basic, Extended, Receiver) = (ring.Base, ring.Extended, receiver);
        Arguments = StartArguments();
    }

    private RedisStep(
        CallTransition row,
        SessionId session,
        UserId? by,
        ReadOnlyMemory<byte> frame,
        RedisValue profile,
        Neighbour? receiver)
        : this(row.Name, session, by)
    {
        (_row, _profile) = (row, profile);
        Basic = Extended = frame;
        Receiver = receiver;
        Arguments = ArgumentsOf(row);
    }

    /// <summary>The row of <see cref="CallTransition"/>, or <c>start</c>.</summary>
    public string Name { get; }

    public SessionId Session { get; }

    /// <summary>Who takes it; null for the server itself.</summary>
    public UserId? By { get; }

    /// <summary>The fields, of which the second is the session.</summary>
    public ReadOnlyMemory<RedisValue> Arguments { get; private set; }

    /// <summary>The frame that this instance delivers where Redis names a connection of its own.</summary>
    public ReadOnlyMemory<byte> Basic { get; }

    /// <summary>The same where Redis says that the receiver speaks <c>goring.v1</c>.</summary>
    public ReadOnlyMemory<byte> Extended { get; }

    /// <summary>
    /// Where the receiver has its socket, it seems, so that the frame would only come back and stays here; null where it goes along.
    /// Where Redis knows another server it asks for it, and has done nothing.
    /// </summary>
    public Neighbour? Receiver { get; private set; }

    /// <summary>The next one that stands behind this one as the same step (<see cref="TryFollow"/>).</summary>
    public RedisStep? Next { get; private set; }

    /// <summary>Whether it begins a call.</summary>
    public bool IsStart => _row is null;

    /// <summary>A call begins.</summary>
    /// <param name="fields">All that <c>start.lua</c> names; its name and the frames are set here.</param>
    /// <param name="receiver">Where the callee was last seen, if that is here.</param>
    public static RedisStep Start(CallSession call, RedisValue[] fields, RingFrames ring, Neighbour? receiver) =>
        new(call, fields, ring, receiver);

    /// <summary>Any other step.</summary>
    /// <param name="by">Null for the server itself.</param>
    /// <param name="profile">The callee's, as JSON; empty to keep none.</param>
    /// <param name="receiver">Where the other party was last seen, if that is here.</param>
    public static RedisStep Apply(
        CallTransition row,
        SessionId session,
        UserId? by,
        ReadOnlyMemory<byte> frame,
        RedisValue profile,
        Neighbour? receiver) =>
        new(row, session, by, frame, profile, receiver);

    /// <summary>
    /// Makes it a part of an earlier step of its session, with none of that session between: relays of one sender without their
    /// frames are one question, and what is true of the first is true of all.
    /// </summary>
    public bool TryFollow(RedisStep first)
    {
        if (!IsPass || !first.IsPass || By != first.By)
        {
            return false;
        }

        (first._last ?? first).Next = this;
        first._last = this;
        return true;
    }

    /// <summary>It has not happened, and is taken again, on its own and with its frame.</summary>
    public void TakeAgain()
    {
        (Next, _last) = (null, null);
        if (Receiver is not null)
        {
            Receiver = null;
            Arguments = _row is { } row ? ArgumentsOf(row) : StartArguments();
        }
    }

    /// <summary>
    /// It has happened; what is taken next is to send its frame to the one it stayed here for, who moves from the socket where they were
    /// seen.
    /// </summary>
    public void SendAlone()
    {
        Arguments = new RedisValue[] { "send", Session.Value, Receiver!.User.Value, ValueOf(Basic), ExtendedIfOther };
        (Next, _last, Receiver) = (null, null, null);
    }

    /// <summary>The bytes of a frame as an argument; copied only where they are a part of an array.</summary>
    private static RedisValue ValueOf(ReadOnlyMemory<byte> frame) =>
        MemoryMarshal.TryGetArray(frame, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? part.Array
            : frame.ToArray();

    /// <summary>Whether it is a relay whose frame stays here.</summary>
    private bool IsPass => Receiver is not null && _row == CallTransition.Relay;

    private RedisValue ExtendedIfOther => Basic.Equals(Extended) ? RedisValue.EmptyString : ValueOf(Extended);

    private ReadOnlyMemory<RedisValue> StartArguments()
    {
        if (Receiver is not null)
        {
            _start[0] = NearStart;
            return _start.AsMemory(0, NearStartFields);
        }

        (_start[0], _start[RingField], _start[ExtendedRingField]) = (StartName, ValueOf(Basic), ExtendedIfOther);
        return _start;
    }

    private RedisValue[] ArgumentsOf(CallTransition row) => Receiver switch
    {
        null => [row.Name, Session.Value, By?.Value ?? "", ValueOf(Basic), _profile],
        { User: var receiver } when IsPass => [NearNames[row], Session.Value, receiver.Value],
        { User: var receiver } => [NearNames[row], Session.Value, receiver.Value, row.IsFinal ? By!.Value.Value : _profile],
    };
}
