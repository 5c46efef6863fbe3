using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using MediatR;

namespace Goring.Application.Ice;

/// <summary><c>ice.servers</c>: which STUN and TURN servers to use, with a credential of the sender's own.</summary>
public sealed record AskIceServers : ClientMessage;

internal sealed class AskIceServersValidator : AbstractValidator<AskIceServers>;

internal sealed class AskIceServersHandler(IceOptions options, ITurnCredentials credentials)
    : IRequestHandler<AskIceServers, Reply>
{
    public Task<Reply> Handle(AskIceServers message, CancellationToken cancellationToken)
    {
        var servers = new List<IceServer>(2);
        if (options.StunUrls.Count > 0)
        {
            servers.Add(new(options.StunUrls));
        }

        if (options.TurnUrls.Count > 0)
        {
            var credential = credentials.For(message.Sender.Id);
            servers.Add(new(options.TurnUrls, credential.Username, credential.Password));
        }

        return Task.FromResult(Reply.With(new IceServerList(servers, (int)options.TurnTtl.TotalSeconds)));
    }
}
