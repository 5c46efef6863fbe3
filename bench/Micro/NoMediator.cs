using Goring.Application.Protocol;
using MediatR;

namespace Goring.Bench.Micro;

/// <summary>Every command is done, and nothing has happened.</summary>
internal sealed class NoMediator : IMediator
{
    private static readonly Task<Reply> Done = Task.FromResult(Reply.Nothing);

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
        (Task<TResponse>)(object)Done;

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification => Task.CompletedTask;
}
