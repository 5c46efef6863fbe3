using System.Threading.RateLimiting;

namespace Goring.Web.Signaling;

/// <summary>What one connection may still send: messages, and mistakes.</summary>
internal sealed class ClientBudget : IDisposable
{
    private readonly TokenBucketRateLimiter? _messages;
    private readonly TokenBucketRateLimiter _mistakes;

    public ClientBudget(ConnectionSettings settings)
    {
        if (settings.MessagesPerSecond > 0)
        {
            _messages = Bucket(5 * settings.MessagesPerSecond, settings.MessagesPerSecond);
        }

        _mistakes = Bucket(ConnectionSettings.Patience, ConnectionSettings.Patience / 10);
    }

    /// <summary>Takes a message; false where there were too many.</summary>
    public bool TryTakeMessage() => _messages is null || TryTake(_messages);

    /// <summary>Takes a mistake; false where the client has made too many.</summary>
    public bool TryTakeMistake() => TryTake(_mistakes);

    public void Dispose()
    {
        _messages?.Dispose();
        _mistakes.Dispose();
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
