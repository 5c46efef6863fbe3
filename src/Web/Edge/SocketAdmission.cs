using System.Threading.RateLimiting;
using Goring.Domain.Users;

namespace Goring.Web.Edge;

/// <summary>How many sockets there may be, and how often one user may come. Asked before the upgrade, and before the store.</summary>
internal sealed class SocketAdmission(EdgeSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<UserId>? _comings = settings.ConnectionsPerMinute == 0
        ? null
        : PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
            user, _ => MinuteBucket.Of(settings.ConnectionsPerMinute)));

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

    public void Dispose() => _comings?.Dispose();
}
