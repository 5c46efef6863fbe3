using System.Collections.Frozen;
using Goring.Application.Connections;
using Goring.Domain.Calls;
using Goring.Domain.Users;
using StackExchange.Redis;

namespace Goring.Infrastructure.Redis;

/// <summary>A step of a call that has begun: a row of <see cref="CallTransition"/>.</summary>
/// <param name="by">Null for the server itself.</param>
/// <param name="profile">The callee's, as JSON; empty to keep none.</param>
/// <param name="receiver">Where the other party was last seen, if that is here.</param>
internal sealed class RedisCallStep(
    CallTransition row,
    SessionId session,
    UserId? by,
    ReadOnlyMemory<byte> frame,
    string profile,
    Neighbour? receiver)
    : RedisStep(session, by, frame, receiver)
{
    private const int FieldsWithFrame = 5;
    private const int NearFields = 3;
    private const int NearFinalFields = 4;
    private const int PassFields = 2;
    private const int NearKeys = 1;
    private const int NearFinalKeys = 3;

    private static readonly FrozenDictionary<CallTransition, RedisValue> NearNames =
        CallTransition.All.ToFrozenDictionary(row => row, row => (RedisValue)(row == CallTransition.Relay ? "pass" : Near + row.Name));

    public override string Name => row.Name;

    protected override bool IsPass => Receiver is not null && row == CallTransition.Relay;

    protected override int OwnFieldCount =>
        Receiver is null ? FieldsWithFrame : IsPass ? PassFields : row.IsFinal ? NearFinalFields : NearFields;

    protected override int OwnKeyCount => Receiver is null ? 0 : row.IsFinal ? NearFinalKeys : NearKeys;

    protected override void WriteOwnKeys(Span<RedisKey> to)
    {
        if (Receiver is not { User: var receiver })
        {
            return;
        }

        to[0] = SlotOf(receiver);
        if (row.IsFinal)
        {
            (to[1], to[2]) = (CallOf(receiver), CallOf(By!.Value));
        }
    }

    protected override void WriteOwnFields(Span<RedisValue> to)
    {
        if (Receiver is not { User: var receiver })
        {
            (to[0], to[1], to[2], to[3], to[4]) = (row.Name, Session.Value, By?.Value ?? "", ValueOf(Basic), profile);
            return;
        }

        (to[0], to[1]) = (NearNames[row], IsPass ? RedisKeys.SessionOf(Session) : Session.Value);
        if (row.IsFinal)
        {
            (to[2], to[3]) = (receiver.Value, By!.Value.Value);
        }
        else if (!IsPass)
        {
            to[2] = profile;
        }
    }
}
