using Goring.Application.Connections;
using Goring.Application.Ports;
using Goring.Domain.Calls;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>The step that begins a call.</summary>
/// <param name="fields">All that <c>start.lua</c> names; its name and the frames are set here.</param>
/// <param name="receiver">Where the callee was last seen, if that is here.</param>
internal sealed class RedisCallStart(CallSession call, RedisValue[] fields, RingFrames ring, Neighbour? receiver)
    : RedisStep(call.Id, call.Caller, ring.Base, receiver)
{
    private const string StartName = "start";
    private const int NearFields = 7;
    private const int Keys = 4;
    private const int NearKeys = 3;
    private const int RingField = 7;
    private const int ExtendedRingField = 8;

    private static readonly RedisValue NearStart = Near + StartName;

    public override string Name => StartName;

    public override ReadOnlyMemory<byte> Extended { get; } = ring.Extended;

    public override bool IsStart => true;

    protected override int OwnFieldCount => Receiver is null ? fields.Length : NearFields;

    protected override int OwnKeyCount => Receiver is null ? Keys : NearKeys;

    protected override void WriteOwnKeys(Span<RedisKey> to)
    {
        (to[0], to[1], to[2]) = (CallOf(call.Caller), CallOf(call.Callee), SlotOf(call.Callee));
        if (Receiver is null)
        {
            to[3] = SlotConnectionOf(call.Callee);
        }
    }

    protected override void WriteOwnFields(Span<RedisValue> to)
    {
        if (Receiver is not null)
        {
            fields.AsSpan(0, NearFields).CopyTo(to);
            to[0] = NearStart;
            return;
        }

        fields.CopyTo(to);
        (to[0], to[RingField], to[ExtendedRingField]) = (StartName, ValueOf(Basic), ExtendedIfOther);
    }
}
