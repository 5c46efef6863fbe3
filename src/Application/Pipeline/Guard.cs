using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Pipeline;

/// <summary>
/// What stands around every handler: a message whose fields are wrong is refused with the first fault in the
/// validator's order, and this is the one place where a fault of the server's becomes the client's <c>internal_error</c>.
/// </summary>
/// <remarks>
/// One behaviour and not two: MediatR builds the chain anew for each message, of a closure and a delegate for each behaviour.
/// </remarks>
internal sealed class Guard<TMessage>(IValidator<TMessage> validator, ILogger<Guard<TMessage>> logger)
    : IPipelineBehavior<TMessage, Reply>
    where TMessage : ClientMessage
{
    public Task<Reply> Handle(
        TMessage request, CancellationToken cancellationToken, RequestHandlerDelegate<Reply> next)
    {
        Task<Reply> reply;
        try
        {
            reply = FaultOf(request) is { } fault
                ? Task.FromResult(Reply.Refused(ErrorCode.InvalidMessage, fault))
                : next();
        }
#pragma warning disable CA1031 // It is told apart below, as one that comes later.
        catch (Exception error)
#pragma warning restore CA1031
        {
            reply = Task.FromException<Reply>(error);
        }

        // A relay on the embedded store is done by now, and needs no more.
        return reply.IsCompletedSuccessfully ? reply : GuardAsync(reply, request, cancellationToken);
    }

    /// <summary>What is wrong with the message; null where it is sound.</summary>
    private string? FaultOf(TMessage message) =>
        !message.IsPlainlySound && validator.Validate(message) is { IsValid: false } result
            ? result.Errors[0].ErrorMessage
            : null;

    private async Task<Reply> GuardAsync(Task<Reply> reply, TMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await reply;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (StoreUnavailableException error)
        {
            // An outage is logged where it is noticed; of each command that it costs one line is enough.
            logger.CommandWithoutStore(typeof(TMessage).Name, request.Sender.Id, error.Message);
            return Reply.From(ErrorCode.InternalError);
        }
#pragma warning disable CA1031 // Whatever it is, the client gets an answer and keeps its connection.
        catch (Exception error)
#pragma warning restore CA1031
        {
            logger.CommandFailed(error, typeof(TMessage).Name, request.Sender.Id);
            return Reply.From(ErrorCode.InternalError);
        }
    }
}
