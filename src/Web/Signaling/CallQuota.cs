using System.Threading.RateLimiting;
using Goring.Application.Ports;
using Goring.Domain.Users;

namespace Goring.Web.Signaling;

/// <summary>
/// <c>RATE_LIMIT_CALLS_PER_MINUTE</c>, counted where the user is connected: they have one connection in the whole
/// fleet, so no instance needs to ask another.
/// </summary>
internal sealed class CallQuota(ConnectionSettings settings) : ICallQuota, IDisposable
{
    private readonly PartitionedRateLimiter<UserId>? _calls = settings.CallsPerMinute == 0
        ? null
        : PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
            user,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = settings.CallsPerMinute,
                TokensPerPeriod = settings.CallsPerMinute,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            }));

    public bool TryTake(UserId user)
    {
        if (_calls is null)
        {
            return true;
        }

        using var lease = _calls.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    public void Dispose() => _calls?.Dispose();
}
