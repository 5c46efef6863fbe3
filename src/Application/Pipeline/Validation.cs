using FluentValidation;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using MediatR;

namespace Goring.Application.Pipeline;

/// <summary>
/// What stands before every handler: a message whose fields are wrong is refused with the first fault in the validator's order.
/// </summary>
/// <remarks>
/// The one behaviour: MediatR builds the chain anew for each message, of a closure and a delegate for each.
/// </remarks>
internal sealed class Validation<TMessage>(IValidator<TMessage> validator) : IPipelineBehavior<TMessage, Reply>
    where TMessage : ClientMessage
{
    public Task<Reply> Handle(
        TMessage request, CancellationToken cancellationToken, RequestHandlerDelegate<Reply> next) =>
        FaultOf(request) is { } fault ? Task.FromResult(Reply.Refused(ErrorCode.InvalidMessage, fault)) : next();

    /// <summary>What is wrong with the message; null where it is sound.</summary>
    private string? FaultOf(TMessage message) =>
        !message.IsPlainlySound && validator.Validate(message) is { IsValid: false } result
            ? result.Errors[0].ErrorMessage
            : null;
}
