using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using MediatR;

namespace Goring.Application.Connections;

/// <summary>
/// <c>auth.refresh</c>: a fresh token in place of the one that the connection came with, which may stay as long as it is
/// good. Peers see the profile of the first one until the client reconnects.
/// </summary>
public sealed record RefreshToken : ClientMessage
{
    public string? Token { get; init; }
}

internal sealed class RefreshTokenValidator : AbstractValidator<RefreshToken>
{
    public RefreshTokenValidator() =>
        RuleFor(message => message.Token).RequiredText("token", ITokenReader.MaxTokenLength);
}

internal sealed class RefreshTokenHandler(ITokenReader tokens, ConnectionRegistry registry)
    : IRequestHandler<RefreshToken, Reply>
{
    public async Task<Reply> Handle(RefreshToken message, CancellationToken cancellationToken)
    {
        switch (await tokens.ReadAsync(message.Token!, cancellationToken))
        {
            case TokenReading.Accepted accepted when IsOf(message.Sender, accepted.User):
                registry.Find(message.Sender.Connection)?.StayUntil(accepted.Expires);
                return Reply.Nothing;
            case TokenReading.Refused { Fault: TokenFault.KeysAway }:
                return Reply.Refused(ErrorCode.InternalError, TokenFaults.TextOf(TokenFault.KeysAway));
            case TokenReading.Refused refused:
                return Reply.Refused(ErrorCode.Unauthorized, TokenFaults.TextOf(refused.Fault));
            default:
                return Reply.Refused(ErrorCode.Unauthorized, "the token is of another user");
        }
    }

    /// <summary>A client of rooms that came without a token has an id of its own making, which no token may take.</summary>
    private static bool IsOf(Sender sender, User user) =>
        sender.Id == user.Id && sender.Room is not { User: null };
}
