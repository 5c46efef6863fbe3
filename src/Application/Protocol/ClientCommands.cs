using Goring.Application.Ports;
using Goring.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Protocol;

/// <summary>
/// Has the commands of clients done through MediatR. The one place where a fault of the server's becomes the client's
/// <c>internal_error</c>.
/// </summary>
/// <remarks>
/// Not a behaviour of MediatR: whoever sends a command waits for its reply anyway, and to catch there what is thrown takes no second wait
/// (docs/decisions/0096).
/// </remarks>
public sealed class ClientCommands(IMediator mediator, ILogger<ClientCommands> logger)
{
    /// <summary>Has one done.</summary>
    /// <returns>Whatever was thrown, a reply.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled by <paramref name="cancellationToken"/>.</exception>
    public async Task<Reply> SendAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await Begin(message, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is, the client gets an answer.
        catch (Exception fault) when (!IsGivenUp(fault, cancellationToken))
#pragma warning restore CA1031
        {
            return ReplyTo(fault, message);
        }
    }

    /// <summary>The same for one who answers faults itself, with <see cref="ReplyTo"/>.</summary>
    /// <returns>Never throws: a fault is the task's.</returns>
    internal Task<Reply> Begin(ClientMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return mediator.Send(message, cancellationToken);
        }
#pragma warning disable CA1031 // It is told apart as one that comes later.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Task.FromException<Reply>(fault);
        }
    }

    /// <summary>Whether nobody waits for the reply any more, so that it is no fault.</summary>
    internal static bool IsGivenUp(Exception fault, CancellationToken cancellationToken) =>
        fault is OperationCanceledException && cancellationToken.IsCancellationRequested;

    /// <summary>Notes a fault in the log; the client is told nothing of it but that it is the server's.</summary>
    internal Reply ReplyTo(Exception fault, ClientMessage message)
    {
        if (fault is StoreUnavailableException)
        {
            // An outage is logged where it is noticed; of each command that it costs one line is enough.
            logger.CommandWithoutStore(message.GetType().Name, message.Sender.Id, fault.Message);
        }
        else
        {
            logger.CommandFailed(fault, message.GetType().Name, message.Sender.Id);
        }

        return Reply.From(ErrorCode.InternalError);
    }
}
