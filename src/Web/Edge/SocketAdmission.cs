using System.Threading.RateLimiting;
using Goring.Domain.Users;

namespace Goring.Web.Edge;

/// <summary>
/// How many sockets there may be, how often one user may come, and how many come at once. Asked before the upgrade, and before
/// the store.
/// </summary>
internal sealed class SocketAdmission(EdgeSettings settings) : IDisposable
{
    private const int TurnsPerProcessor = 4;

    private readonly PartitionedRateLimiter<UserId>? _comings = settings.ConnectionsPerMinute == 0
        ? null
        : PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
            user, _ => MinuteBucket.Of(settings.ConnectionsPerMinute)));

    /// <summary>
    /// A few a processor keep all of them busy; many would have each message of a call wait behind all of their steps.
    /// </summary>
    private readonly ConcurrencyLimiter _turns = new(new()
    {
        PermitLimit = TurnsPerProcessor * Environment.ProcessorCount,
        QueueLimit = settings.Capacity.Sockets,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private int _inside;

    /// <summary>Sockets, and those that are about to be.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Takes a place; false where there is none. Whoever has taken one gives it back.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= settings.Capacity.Sockets)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>False where the user has come too often: a client that connects in a loop costs the store a claim each time.</summary>
    public bool MayCome(UserId user)
    {
        if (_comings is null)
        {
            return true;
        }

        using var lease = _comings.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    /// <summary>
    /// Waits for a turn to be opened, first come first served, and keeps it until it is disposed of. For those inside: there
    /// is room for all of them to wait.
    /// </summary>
    /// <exception cref="OperationCanceledException"/>
    public async ValueTask<RateLimitLease> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = await _turns.AcquireAsync(1, cancellationToken);

        // Behind what the pool has to do: a store that answers at once would have all of them open in one go.
        await Task.Yield();
        return turn;
    }

    public void Dispose()
    {
        _comings?.Dispose();
        _turns.Dispose();
    }
}
