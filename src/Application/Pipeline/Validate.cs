using FluentValidation;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using MediatR;

namespace Goring.Application.Pipeline;

/// <summary>Refuses a message whose fields are wrong, with the first fault in the validator's order.</summary>
internal sealed class Validate<TMessage>(IValidator<TMessage> validator) : IPipelineBehavior<TMessage, Reply>
    where TMessage : ClientMessage
{
    public Task<Reply> Handle(
        TMessage request, CancellationToken cancellationToken, RequestHandlerDelegate<Reply> next)
    {
        if (request.IsPlainlySound)
        {
            return next();
        }

        var result = validator.Validate(request);
        return result.IsValid
            ? next()
            : Task.FromResult(Reply.Refused(ErrorCode.InvalidMessage, result.Errors[0].ErrorMessage));
    }
}
