using System.Globalization;
using Goring.Application.Ports;

namespace Goring.Infrastructure.Redis;

/// <summary>Deadlines of a fleet, by Redis's own clock.</summary>
internal sealed class RedisDeadlines(RedisConnection redis) : IDeadlines
{
    public async ValueTask<IReadOnlyList<Deadline>> ClaimDueAsync(int most, CancellationToken cancellationToken)
    {
        var reply = (await redis.EvaluateAsync(RedisScript.ClaimDue, [most])).Fields();
        if (reply.Length == 1)
        {
            return [];
        }

        var claim = long.Parse(reply[0].Text(), CultureInfo.InvariantCulture);
        return [.. reply.Skip(1).Select(member => Parse(member.Text(), claim))];
    }

    public async ValueTask CompleteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        await redis.EvaluateAsync(RedisScript.Complete, [MemberOf(deadline), deadline.Claim]);

    private static string MemberOf(Deadline deadline) => deadline.Kind switch
    {
        DeadlineKind.RingEnds => RedisKeys.RingEnds + deadline.Subject,
        DeadlineKind.PeerReturns => RedisKeys.PeerReturns + deadline.Subject,
        _ => throw new ArgumentOutOfRangeException(nameof(deadline), deadline.Kind, "No such deadline."),
    };

    private static Deadline Parse(string member, long claim) =>
        member.StartsWith(RedisKeys.RingEnds, StringComparison.Ordinal)
            ? new(DeadlineKind.RingEnds, member[RedisKeys.RingEnds.Length..], claim)
            : new(DeadlineKind.PeerReturns, member[RedisKeys.PeerReturns.Length..], claim);
}
