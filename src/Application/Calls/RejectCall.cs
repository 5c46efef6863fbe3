using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary><c>call.reject</c>, by the callee while it rings; the caller gets <c>call.rejected</c>.</summary>
public sealed record RejectCall : SessionMessage
{
    public override bool IsPlainlySound => NamesASession;

    public override bool LeavesCall => true;
}

internal sealed class RejectCallValidator : SessionMessageValidator<RejectCall>;

internal sealed class RejectCallHandler(ICallStore calls, CallMetrics metrics, ILogger<RejectCallHandler> logger)
    : IRequestHandler<RejectCall, Reply>
{
    public async Task<Reply> Handle(RejectCall message, CancellationToken cancellationToken)
    {
        var sender = message.Sender;
        var rejected = WireFrame.Of(new CallRejected(message.Session, UserInfo.Of(sender.User)));
        var outcome = await calls.ApplyAsync(
            message.Session, CallTransition.Reject, sender.User, rejected, cancellationToken);
        if (outcome.IsDone)
        {
            metrics.Rejected();
            logger.CallRejected(message.Session, sender.Id);
        }

        return Reply.From(outcome);
    }
}
