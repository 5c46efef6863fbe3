using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using MediatR;

namespace Goring.Application.Calls;

/// <summary><c>call.check</c>, by either: whether the session exists, and where it stands.</summary>
public sealed record CheckCall : SessionMessage
{
    public override bool IsPlainlySound => NamesASession;

    public override bool AnswersWithState => true;
}

internal sealed class CheckCallValidator : SessionMessageValidator<CheckCall>;

internal sealed class CheckCallHandler(ICallStore calls) : IRequestHandler<CheckCall, Reply>
{
    public async Task<Reply> Handle(CheckCall message, CancellationToken cancellationToken)
    {
        if (await calls.FindAsync(message.Session, cancellationToken) is not { } call)
        {
            return Reply.With(new CallCheckResult(message.Session, Exists: false));
        }

        var outcome = call.Apply(CallTransition.Check, message.Sender.Id, out _);
        return outcome.IsDone
            ? Reply.With(new CallCheckResult(call.Id, Exists: true, call.State, call.Caller))
            : Reply.From(outcome);
    }
}
