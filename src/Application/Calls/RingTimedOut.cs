using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Telemetry;
using Goring.Domain.Calls;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary>A call rang for its whole time: it ends for both with <c>no_answer</c>, unless somebody was quicker.</summary>
internal sealed record RingTimedOut(SessionId Session) : IRequest;

internal sealed class RingTimedOutHandler(ICallStore calls, CallMetrics metrics, ILogger<RingTimedOutHandler> logger)
    : IRequestHandler<RingTimedOut>
{
    public async Task<Unit> Handle(RingTimedOut request, CancellationToken cancellationToken)
    {
        using var span = Tracing.Step("ring ends", request.Session);
        var ended = WireFrame.Of(new CallEnded(request.Session, EndReason.NoAnswer));
        var outcome = await calls.ApplyAsync(
            request.Session, CallTransition.RingTimedOut, by: null, ended, cancellationToken);
        span.Ended(outcome.Error);
        if (outcome.IsDone)
        {
            metrics.Ended(EndReason.NoAnswer);
            logger.CallEnded(request.Session, EndReason.NoAnswer);
        }

        return Unit.Value;
    }
}
