using System.Threading.RateLimiting;

namespace Goring.Web.Signaling;

/// <summary>
/// What one connection may still send: messages, and mistakes. Each is counted from the first on: most clients send little, and
/// make no mistake.
/// </summary>
internal sealed class ClientBudget(ConnectionSettings settings) : IDisposable
{
    private TokenBucketRateLimiter? _messages;
    private TokenBucketRateLimiter? _mistakes;

    /// <summary>Takes a message; false where there were too many. For the one loop that reads.</summary>
    public bool TryTakeMessage() => settings.MessagesPerSecond == 0
        || TryTake(_messages ??= Bucket(5 * settings.MessagesPerSecond, settings.MessagesPerSecond));

    /// <summary>Takes a mistake; false where the client has made too many. From any thread.</summary>
    public bool TryTakeMistake() => TryTake(LazyInitializer.EnsureInitialized(
        ref _mistakes, static () => Bucket(ConnectionSettings.Patience, ConnectionSettings.Patience / 10)));

    public void Dispose()
    {
        _messages?.Dispose();
        _mistakes?.Dispose();
    }

    private static bool TryTake(TokenBucketRateLimiter bucket)
    {
        // No timer a connection: what has come back since is counted when somebody asks.
        bucket.TryReplenish();
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    private static TokenBucketRateLimiter Bucket(int most, int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = most,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1) / perSecond,
        AutoReplenishment = false,
        QueueLimit = 0,
    });
}
