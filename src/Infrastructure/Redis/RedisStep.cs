using System.Runtime.InteropServices;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>One step of a call on its way to Redis: its fields as <c>steps.lua</c> takes them, and what comes of it.</summary>
/// <param name="arguments">The fields, of which the first two are the step's name and its session.</param>
/// <param name="basic">The frame that this instance delivers where Redis names a connection of its own.</param>
/// <param name="extended">The same where Redis says that the receiver speaks <c>goring.v1</c>.</param>
/// <param name="by">Who takes it; null for the server itself.</param>
/// <param name="inline">
/// Whether whoever awaits it may go on on the thread that reads Redis's answers. Of relays there are many at once; what
/// follows one is short, and the answers to one client stay in order.
/// </param>
internal sealed class RedisStep(
    RedisValue[] arguments, ReadOnlyMemory<byte> basic, ReadOnlyMemory<byte> extended, UserId? by, bool inline)
    : TaskCompletionSource<Outcome>(
        inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int SessionField = 1;
    private const int FrameField = 3;

    private RedisStep? _last;

    /// <summary>The row of <c>CallTransition</c>, or <c>start</c>.</summary>
    public string Name => (string)arguments[0]!;

    public string Session => (string)arguments[SessionField]!;

    public UserId? By => by;

    public RedisValue[] Arguments => arguments;

    public ReadOnlyMemory<byte> Basic => basic;

    public ReadOnlyMemory<byte> Extended => extended;

    /// <summary>
    /// Whether it goes without its frame: a relay whose receiver, it seems, has its socket here, so that the frame would only
    /// come back. Where that is wrong Redis asks for it, and has done nothing.
    /// </summary>
    public bool IsFrameLeftOut { get; private set; }

    /// <summary>The next one that stands behind this one as the same step (<see cref="TryFollow"/>).</summary>
    public RedisStep? Next { get; private set; }

    /// <summary>Any other step of a call that is there.</summary>
    public static RedisStep Of(RedisValue[] arguments, ReadOnlyMemory<byte> frame, UserId? by)
    {
        arguments[FrameField] = ValueOf(frame);
        return new(arguments, frame, frame, by, inline: false);
    }

    /// <summary>A relay; without its frame where <paramref name="leaveFrameOut"/>.</summary>
    public static RedisStep Relay(RedisValue[] arguments, ReadOnlyMemory<byte> frame, UserId by, bool leaveFrameOut)
    {
        arguments[FrameField] = leaveFrameOut ? RedisValue.EmptyString : ValueOf(frame);
        return new(arguments, frame, frame, by, inline: true) { IsFrameLeftOut = leaveFrameOut };
    }

    /// <summary>
    /// Makes it a part of an earlier step of its session, with none of that session between: relays of one sender without their
    /// frames are one question, and what is true of the first is true of all.
    /// </summary>
    public bool TryFollow(RedisStep first)
    {
        if (!IsFrameLeftOut || !first.IsFrameLeftOut || by != first.By)
        {
            return false;
        }

        (first._last ?? first).Next = this;
        first._last = this;
        return true;
    }

    /// <summary>It is taken again, on its own and with its frame.</summary>
    public void TakeAgain()
    {
        (Next, _last) = (null, null);
        if (IsFrameLeftOut)
        {
            IsFrameLeftOut = false;
            arguments[FrameField] = ValueOf(basic);
        }
    }

    /// <summary>The bytes of a frame as an argument; copied only where they are a part of an array.</summary>
    public static RedisValue ValueOf(ReadOnlyMemory<byte> frame) =>
        MemoryMarshal.TryGetArray(frame, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? part.Array
            : frame.ToArray();
}
