using Goring.Application.Push;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Push;

/// <summary>What every gateway does round an attempt: it ends in time, and is logged.</summary>
internal static class PushAttempt
{
    /// <summary>The longest that an attempt takes, second requests included.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<PushAnswer> RunAsync(
        Device device,
        PushMessage message,
        TimeSpan timeout,
        Func<CancellationToken, Task<PushAnswer>> attempt,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var answer = await WithinAsync(timeout, attempt, cancellationToken);
        logger.Log(device, message, answer);
        return answer;
    }

    private static async Task<PushAnswer> WithinAsync(
        TimeSpan timeout, Func<CancellationToken, Task<PushAnswer>> attempt, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(timeout);
        try
        {
            return await attempt(limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PushAnswer.NotNow(PushReasons.TimedOut, MayHaveArrived: true);
        }
    }

    private static void Log(this ILogger logger, Device device, PushMessage message, PushAnswer answer)
    {
        var (outcome, reason) = answer switch
        {
            PushAnswer.Delivered => ("taken", ""),
            PushAnswer.DeadToken dead => ("dead token", dead.Reason),
            PushAnswer.NotNow notNow => ("not now", notNow.Reason),
            PushAnswer.Refused refused => ("refused", refused.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No such answer."),
        };
        logger.PushAnswered(message.Session, device.Os, device.TokenEnd, outcome, reason);
    }
}
