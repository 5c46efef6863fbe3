using System.Runtime.InteropServices;
using System.Text;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>One step of a call on its way to Redis: its fields as <c>steps.lua</c> takes them, and what comes of it.</summary>
/// <remarks>
/// Whoever awaits it goes on on the thread that reads Redis's answers: what follows is short, and the answers to one client stay in
/// order. At 500 pairs thousands wait at once, and each that is alive is copied by the collector: it holds no more than it needs, and its
/// fields come together only where it leads a batch.
/// </remarks>
internal abstract class RedisStep : TaskCompletionSource<Outcome>
{
    /// <summary>Before the name of what happens between neighbours.</summary>
    protected const string Near = "near ";

    private const int SendFields = 5;
    private const int SendKeys = 2;

    private static readonly RedisKey Slot = Bytes(RedisKeys.Slot);
    private static readonly RedisKey SlotConnection = Bytes(RedisKeys.SlotConnection);
    private static readonly RedisKey Call = Bytes(RedisKeys.CallOfUser);

    private RedisStep? _last;
    private string? _sendsTo;

    /// <param name="by">Who takes it; null for the server itself.</param>
    /// <param name="frame">What its receiver is sent.</param>
    /// <param name="receiver">Where the other party was last seen, if that is here.</param>
    protected RedisStep(SessionId session, UserId? by, ReadOnlyMemory<byte> frame, Neighbour? receiver)
    {
        Session = session;
        By = by;
        Basic = frame;
        Receiver = receiver;
    }

    /// <summary>The row of <see cref="CallTransition"/>, or <c>start</c>.</summary>
    public abstract string Name { get; }

    public SessionId Session { get; }

    /// <summary>Who takes it; null for the server itself.</summary>
    public UserId? By { get; }

    /// <summary>The frame that this instance delivers where Redis names a connection of its own.</summary>
    public ReadOnlyMemory<byte> Basic { get; }

    /// <summary>The same where Redis says that the receiver speaks <c>goring.v1</c>.</summary>
    public virtual ReadOnlyMemory<byte> Extended => Basic;

    /// <summary>
    /// Where the receiver has its socket, it seems, so that the frame would only come back and stays here; null where it goes along.
    /// Where Redis knows another server it asks for it, and has done nothing.
    /// </summary>
    public Neighbour? Receiver { get; private set; }

    /// <summary>The next one that stands behind this one as the same step (<see cref="TryFollow"/>).</summary>
    public RedisStep? Next { get; private set; }

    /// <summary>Whether it begins a call.</summary>
    public virtual bool IsStart => false;

    /// <summary>How many fields <see cref="WriteFields"/> writes.</summary>
    public int FieldCount => _sendsTo is null ? OwnFieldCount : SendFields;

    /// <summary>How many keys <see cref="WriteKeys"/> writes.</summary>
    public int KeyCount => _sendsTo is null ? OwnKeyCount : SendKeys;

    /// <summary>Whether it is a relay whose frame stays here.</summary>
    protected virtual bool IsPass => false;

    protected abstract int OwnFieldCount { get; }

    protected abstract int OwnKeyCount { get; }

    /// <summary>Writes the fields, of which the second is the session.</summary>
    /// <param name="to">As long as <see cref="FieldCount"/> says.</param>
    public void WriteFields(Span<RedisValue> to)
    {
        if (_sendsTo is not { } user)
        {
            WriteOwnFields(to);
            return;
        }

        (to[0], to[1], to[2], to[3], to[4]) =
            ("send", Session.Value, user, ValueOf(Basic), ExtendedIfOther);
    }

    /// <summary>Writes the keys that it looks at, as far as they are known here.</summary>
    /// <param name="to">As long as <see cref="KeyCount"/> says.</param>
    public void WriteKeys(Span<RedisKey> to)
    {
        if (_sendsTo is not { } user)
        {
            WriteOwnKeys(to);
            return;
        }

        (to[0], to[1]) = (SlotOf(new(user)), SlotConnectionOf(new(user)));
    }

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
    public void TakeAgain() => (Next, _last, Receiver) = (null, null, null);

    /// <summary>
    /// It has happened; what is taken next is to send its frame to the one it stayed here for, who moves from the socket where they were
    /// seen.
    /// </summary>
    public void SendAlone()
    {
        _sendsTo = Receiver!.User.Value;
        (Next, _last, Receiver) = (null, null, null);
    }

    protected abstract void WriteOwnFields(Span<RedisValue> to);

    protected abstract void WriteOwnKeys(Span<RedisKey> to);

    // The names of RedisKeys, without a string for each: the client writes prefix and id one behind the other.
    protected static RedisKey SlotOf(UserId user) => ((RedisKey)user.Value).Prepend(Slot);

    protected static RedisKey SlotConnectionOf(UserId user) => ((RedisKey)user.Value).Prepend(SlotConnection);

    protected static RedisKey CallOf(UserId user) => ((RedisKey)user.Value).Prepend(Call);

    /// <summary>The bytes of a frame as a field; copied only where they are a part of an array.</summary>
    protected static RedisValue ValueOf(ReadOnlyMemory<byte> frame) =>
        MemoryMarshal.TryGetArray(frame, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? part.Array
            : frame.ToArray();

    protected RedisValue ExtendedIfOther => Basic.Equals(Extended) ? RedisValue.EmptyString : ValueOf(Extended);

    private static RedisKey Bytes(string prefix) => Encoding.UTF8.GetBytes(prefix);
}
