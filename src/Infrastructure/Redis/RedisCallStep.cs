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
    private const int NearFields = 4;
    private const int PassFields = 3;

    private static readonly FrozenDictionary<CallTransition, RedisValue> NearNames =
        CallTransition.All.ToFrozenDictionary(row => row, row => (RedisValue)(row == CallTransition.Relay ? "pass" : Near + row.Name));

    public override string Name => row.Name;

    protected override bool IsPass => Receiver is not null && row == CallTransition.Relay;

    protected override int OwnFieldCount => Receiver is null ? FieldsWithFrame : IsPass ? PassFields : NearFields;

    protected override void WriteOwnFields(Span<RedisValue> to)
    {
        to[1] = Session.Value;
        if (Receiver is not { User: var receiver })
        {
            (to[0], to[2], to[3], to[4]) = (row.Name, By?.Value ?? "", ValueOf(Basic), profile);
            return;
        }

        (to[0], to[2]) = (NearNames[row], receiver.Value);
        if (!IsPass)
        {
            to[3] = row.IsFinal ? By!.Value.Value : profile;
        }
    }
}
