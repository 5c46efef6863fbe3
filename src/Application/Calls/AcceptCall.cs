using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary><c>call.accept</c>, by the callee while it rings; the caller gets <c>call.accepted</c>.</summary>
public sealed record AcceptCall : SessionMessage
{
    public override bool IsPlainlySound => NamesASession;
}

internal sealed class AcceptCallValidator : SessionMessageValidator<AcceptCall>;

internal sealed class AcceptCallHandler(ICallStore calls, CallMetrics metrics, ILogger<AcceptCallHandler> logger)
    : IRequestHandler<AcceptCall, Reply>
{
    public async Task<Reply> Handle(AcceptCall message, CancellationToken cancellationToken)
    {
        var sender = message.Sender;
        var accepted = WireFrame.Of(new CallAccepted(message.Session, UserInfo.Of(sender.User)));
        var outcome = await calls.ApplyAsync(
            message.Session, CallTransition.Accept, sender.User, accepted, cancellationToken);
        if (outcome.IsDone)
        {
            metrics.Accepted(message.Session);
            logger.CallAccepted(message.Session, sender.Id);
        }

        return Reply.From(outcome);
    }
}
