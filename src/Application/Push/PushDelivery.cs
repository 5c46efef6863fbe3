using Goring.Application.Ports;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Push;

/// <summary>
/// Brings one push to its device: attempts with growing pauses, none begun past the end of the ring, and none of a ring
/// once the call rings no more. The first attempt of a cancellation is made whenever it is due.
/// </summary>
public sealed class PushDelivery(
    PushServices services,
    ICallStore calls,
    IDeviceStore devices,
    IPushJobs jobs,
    RingTokens tokens,
    PushOptions options,
    PushMetrics metrics,
    TimeProvider time,
    ILogger<PushDelivery> logger)
{
    /// <param name="job">Claimed by this instance.</param>
    /// <param name="stopping">Ends the pauses: what has not been sent is given back for another instance.</param>
    /// <param name="cutOff">Ends an attempt too.</param>
    public async Task DeliverAsync(PushJob job, CancellationToken stopping, CancellationToken cutOff)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Task == PushTask.TooLate)
        {
            Abandon(job, PushAbandonment.NeverBegun, "the ring was over");
            return;
        }

        var end = IsLeftToTheApp(job) ? PushEnd.Reached : await SendAsync(job, stopping, cutOff);
        try
        {
            await jobs.FinishAsync(job, end, CancellationToken.None);
        }
        catch (StoreUnavailableException error)
        {
            // Should the call end unanswered, the store has it cancelled on every device that may have been reached.
            logger.PushEndNotStored(job.Session, error.Message);
        }
    }

    private bool IsLeftToTheApp(PushJob job) =>
        job is { Task: PushTask.Cancel, Device.Os: DeviceOs.Ios } && !options.CancelOverApns;

    private async Task<PushEnd> SendAsync(PushJob job, CancellationToken stopping, CancellationToken cutOff)
    {
        if (services.Find(job.Device.Os) is not { } gateway)
        {
            return Abandon(job, PushAbandonment.NotConfigured, "no such service");
        }

        var message = MessageOf(job);
        var mayHaveArrived = false;
        for (var attempt = 1; ; attempt++)
        {
            PushAnswer answer;
            try
            {
                answer = await AttemptAsync(gateway, job, message, cutOff);
            }
            catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
            {
                return PushEnd.Reached;
            }

            if (answer is not PushAnswer.NotNow notNow)
            {
                var end = await SettleAsync(job, answer, attempt);
                return mayHaveArrived ? PushEnd.Reached : end;
            }

            mayHaveArrived |= notNow.MayHaveArrived;
            var missed = mayHaveArrived ? PushEnd.Reached : PushEnd.Missed;
            var pause = PushBackoff.After(attempt, notNow.RetryAfter, Chance());
            if (time.GetUtcNow() + pause >= job.ExpiresAt)
            {
                Abandon(job, PushAbandonment.Deadline, notNow.Reason);
                return missed;
            }

            try
            {
                await Task.Delay(pause, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return mayHaveArrived ? PushEnd.Reached : PushEnd.GivenBack;
            }

            if (time.GetUtcNow() >= job.ExpiresAt)
            {
                Abandon(job, PushAbandonment.Deadline, notNow.Reason);
                return missed;
            }

            if (job.Task == PushTask.Ring && !await StillRingsAsync(job.Session))
            {
                Abandon(job, PushAbandonment.CallOver, notNow.Reason);
                return missed;
            }
        }
    }

    private async Task<PushAnswer> AttemptAsync(
        IPushGateway gateway, PushJob job, PushMessage message, CancellationToken cutOff)
    {
        using var span = Tracing.Push(job.Task == PushTask.Cancel ? "push call_cancelled" : "push incoming_call", job.Session);
        var begun = time.GetTimestamp();
        var answer = await gateway.SendAsync(job.Device, message, cutOff);
        metrics.Attempted(job, answer, time.GetElapsedTime(begun));
        span?.SetTag("goring.push.service", PushNames.ServiceOf(job.Device.Os)).SetTag("goring.result", PushNames.ToTag(answer));
        return answer;
    }

    private async Task<PushEnd> SettleAsync(PushJob job, PushAnswer answer, int attempts)
    {
        switch (answer)
        {
            case PushAnswer.Delivered delivered:
                logger.PushDelivered(job.Session, job.Task, job.Device.Os, job.Device.TokenEnd, attempts);
                await NoteAsync(job, devices.ConfirmAsync(
                    job.Callee, job.Device.Token, delivered.FoundIn, CancellationToken.None));
                return PushEnd.Reached;

            case PushAnswer.DeadToken dead:
                metrics.DeviceDropped(job);
                await NoteAsync(job, devices.DropAsync(
                    job.Callee, job.Device.Token, dead.Since, CancellationToken.None));
                return Abandon(job, PushAbandonment.DeadToken, dead.Reason);

            case PushAnswer.Refused refused:
                return Abandon(job, PushAbandonment.Refused, refused.Reason);

            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer, "No such answer.");
        }
    }

    /// <summary>Keeps what was learned of a device; a store that fails learns it the next time.</summary>
    private async Task NoteAsync(PushJob job, ValueTask note)
    {
        try
        {
            await note;
        }
        catch (StoreUnavailableException error)
        {
            logger.PushEndNotStored(job.Session, error.Message);
        }
    }

    /// <summary>While the store does not answer, no call can end.</summary>
    private async Task<bool> StillRingsAsync(SessionId session)
    {
        try
        {
            return await calls.FindAsync(session, CancellationToken.None) is { State: CallState.Ringing };
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }

    private PushEnd Abandon(PushJob job, PushAbandonment abandonment, string reason)
    {
        metrics.Abandoned(job, abandonment);
        logger.PushAbandoned(job.Session, job.Task, job.Device.Os, job.Device.TokenEnd, abandonment, reason);
        return PushEnd.Missed;
    }

    private PushMessage MessageOf(PushJob job) => new(
        job.Task == PushTask.Ring ? PushKind.IncomingCall : PushKind.CallCancelled,
        job.Session,
        job.Content.Caller,
        time.GetUtcNow(),
        job.ExpiresAt,
        tokens.Issue(job.Session, job.ExpiresAt),
        job.Content.Media,
        job.Content.Metadata);

#pragma warning disable CA5394 // It spreads retries; nothing is guarded by it.
    private static double Chance() => Random.Shared.NextDouble();
#pragma warning restore CA5394
}
