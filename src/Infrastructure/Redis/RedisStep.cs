using System.Runtime.InteropServices;
using Goring.Domain.Shared;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>One step of a call on its way to Redis: its fields as <c>steps.lua</c> takes them, and what comes of it.</summary>
/// <param name="arguments">The fields.</param>
/// <param name="basic">The frame that this instance delivers where Redis names a connection of its own.</param>
/// <param name="extended">The same where Redis says that the receiver speaks <c>goring.v1</c>.</param>
/// <param name="inline">
/// Whether whoever awaits it may go on on the thread that reads Redis's answers. Of relays there are many at once; what
/// follows one is short, and the answers to one client stay in order.
/// </param>
internal sealed class RedisStep(
    RedisValue[] arguments, ReadOnlyMemory<byte> basic, ReadOnlyMemory<byte> extended, bool inline)
    : TaskCompletionSource<Outcome>(
        inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The row of <c>CallTransition</c>, or <c>start</c>.</summary>
    public string Name => (string)arguments[0]!;

    public RedisValue[] Arguments => arguments;

    public ReadOnlyMemory<byte> Basic => basic;

    public ReadOnlyMemory<byte> Extended => extended;

    /// <summary>The bytes of a frame as an argument; copied only where they are a part of an array.</summary>
    public static RedisValue ValueOf(ReadOnlyMemory<byte> frame) =>
        MemoryMarshal.TryGetArray(frame, out var part) && part.Offset == 0 && part.Count == part.Array!.Length
            ? part.Array
            : frame.ToArray();
}
