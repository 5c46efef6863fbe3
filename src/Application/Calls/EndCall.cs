using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary><c>call.end</c>, by either at any time; the peer gets <c>call.ended</c>.</summary>
public sealed record EndCall : SessionMessage
{
    public override bool IsPlainlySound => NamesASession;

    public override bool LeavesCall => true;
}

internal sealed class EndCallValidator : SessionMessageValidator<EndCall>;

internal sealed class EndCallHandler(ICallStore calls, CallMetrics metrics, ILogger<EndCallHandler> logger)
    : IRequestHandler<EndCall, Reply>
{
    public async Task<Reply> Handle(EndCall message, CancellationToken cancellationToken)
    {
        var sender = message.Sender;
        var ended = WireFrame.Of(new CallEnded(message.Session, EndReason.EndedByUser, UserInfo.Of(sender.User)));
        var outcome = await calls.ApplyAsync(message.Session, CallTransition.End, sender.User, ended, cancellationToken);
        if (outcome.IsDone)
        {
            metrics.Ended(EndReason.EndedByUser);
            logger.CallEnded(message.Session, EndReason.EndedByUser);
        }

        return Reply.From(outcome);
    }
}
