using System.Threading.RateLimiting;

namespace Goring.Web.Edge;

/// <summary>So many a minute, all of them at once if need be, and from then on as they come back, one by one.</summary>
internal static class MinuteBucket
{
    public static TokenBucketRateLimiterOptions Of(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        AutoReplenishment = false,
        QueueLimit = 0,
    };

    /// <summary>After how many seconds one has come back.</summary>
    public static int SecondsForOne(int perMinute) => Math.Max(1, (int)Math.Ceiling(60.0 / perMinute));
}
