namespace Goring.Application.Ports;

/// <summary>
/// What has to happen by a certain time, kept in the store so that it happens though the instance that knew of it is
/// gone. Entries are added by the step that makes them necessary (<see cref="ICallStore"/>, <see cref="IPresence"/>).
/// </summary>
public interface IDeadlines
{
    /// <summary>How long a claimed deadline belongs to its claimer before others may claim it again.</summary>
    static readonly TimeSpan ClaimLease = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Claims deadlines that are due. Atomic: of all instances that ask, exactly one gets each, until its
    /// <see cref="ClaimLease"/> is over.
    /// </summary>
    ValueTask<IReadOnlyList<Deadline>> ClaimDueAsync(int most, CancellationToken cancellationToken);

    /// <summary>Drops a claimed deadline that was dealt with; not one that was set anew since.</summary>
    ValueTask CompleteAsync(Deadline deadline, CancellationToken cancellationToken);
}

/// <summary>What is due.</summary>
public enum DeadlineKind
{
    /// <summary>A call has rung for its whole time. The subject is its session id.</summary>
    RingEnds,

    /// <summary>A user in a call lost their socket and did not return. The subject is the user id.</summary>
    PeerReturns,
}

/// <param name="Subject">A session id or a user id, as <see cref="DeadlineKind"/> says.</param>
/// <param name="Claim">Which claim this is: the end of its lease, Unix milliseconds.</param>
public readonly record struct Deadline(DeadlineKind Kind, string Subject, long Claim);
