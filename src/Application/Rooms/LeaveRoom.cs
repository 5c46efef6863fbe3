using FluentValidation;
using Goring.Application.Protocol;
using MediatR;

namespace Goring.Application.Rooms;

/// <summary><c>leave</c>: out of the room that one is in; in none, nothing happens.</summary>
public sealed record LeaveRoom : ClientMessage;

internal sealed class LeaveRoomValidator : AbstractValidator<LeaveRoom>;

internal sealed class LeaveRoomHandler(RoomMemberships memberships) : IRequestHandler<LeaveRoom, Reply>
{
    public async Task<Reply> Handle(LeaveRoom message, CancellationToken cancellationToken)
    {
        await memberships.LeaveAsync(message.Sender.Room!, cancellationToken);
        return Reply.Nothing;
    }
}
