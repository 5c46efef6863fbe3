using FluentValidation;
using Goring.Application.Protocol;
using MediatR;

namespace Goring.Application.Connections;

/// <summary><c>ping</c>: answered by <c>pong</c>, for clients that cannot see WebSocket pings (browsers).</summary>
public sealed record Ping : ClientMessage;

internal sealed class PingValidator : AbstractValidator<Ping>;

internal sealed class PingHandler : IRequestHandler<Ping, Reply>
{
    private static readonly Task<Reply> Answer = Task.FromResult(Reply.With(new Pong()));

    public Task<Reply> Handle(Ping request, CancellationToken cancellationToken) => Answer;
}
