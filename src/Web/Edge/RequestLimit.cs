using System.Threading.RateLimiting;
using Goring.Application.Push;
using Goring.Domain.Users;
using Goring.Web.Auth;
using Microsoft.AspNetCore.RateLimiting;

namespace Goring.Web.Edge;

/// <summary>
/// <c>RATE_LIMIT_REQUESTS_PER_MINUTE</c> of the HTTP calls. Whoever has shown a token is counted by it, so those behind
/// one address do not use up each other's; all others share their address's, and would have been turned away anyway.
/// </summary>
internal sealed class RequestLimit(EdgeSettings settings, RingTokens ringTokens) : IRateLimiterPolicy<string>
{
    public const string Name = "calls";

    public Func<OnRejectedContext, CancellationToken, ValueTask> OnRejected => (rejected, _) =>
        new(Problem.WriteAsync(
            rejected.HttpContext,
            StatusCodes.Status429TooManyRequests,
            "too many requests",
            "rate_limited",
            MinuteBucket.SecondsForOne(settings.RequestsPerMinute)));

    public RateLimitPartition<string> GetPartition(HttpContext httpContext) => settings.RequestsPerMinute == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetTokenBucketLimiter(
            WhoAsks(httpContext), _ => MinuteBucket.Of(settings.RequestsPerMinute));

    private string WhoAsks(HttpContext context)
    {
        if (context.Features.Get<User>() is { } user)
        {
            return $"user {user.Id.Value}";
        }

        return TokenLocation.Find(context) is { } token
            && RingTokens.IsOne(token)
            && ringTokens.Read(token) is { } session
            ? $"ring {session.Value}"
            : $"address {ClientAddress.KeyOf(context.Connection.RemoteIpAddress)}";
    }
}
