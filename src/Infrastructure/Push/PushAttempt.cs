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
        switch (answer)
        {
            case PushAnswer.Refused refused:
                logger.PushRefused(message.Session, device.Os, device.TokenEnd, refused.Reason);
                break;
            case PushAnswer.NotNow { Reason: PushReasons.TlsFailed or PushReasons.HandshakeRefused } fault:
                // Most likely a certificate, and then no retry mends it.
                logger.PushNotConnected(message.Session, device.Os, device.TokenEnd, fault.Reason);
                break;
            case PushAnswer.NotNow notNow:
                logger.PushAnswered(message.Session, device.Os, device.TokenEnd, "not now", notNow.Reason);
                break;
            case PushAnswer.DeadToken dead:
                logger.PushAnswered(message.Session, device.Os, device.TokenEnd, "dead", dead.Reason);
                break;
            default:
                logger.PushAnswered(message.Session, device.Os, device.TokenEnd, "taken", "");
                break;
        }
    }
}
