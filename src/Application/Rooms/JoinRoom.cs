using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Rooms;

/// <summary>
/// <c>join</c>: into that room, which is made if need be, and out of the one before. Those who are in it hear of the
/// newcomer and offer. Joining the room that one is in changes nothing and tells nobody.
/// </summary>
public sealed record JoinRoom : ClientMessage
{
    public string? RoomId { get; init; }

    /// <summary>Who is in the room must be known before the first of them offers.</summary>
    public override bool AnswersWithState => Sender.SpeaksV1;
}

internal sealed class JoinRoomValidator : AbstractValidator<JoinRoom>
{
    public JoinRoomValidator() =>
        RuleFor(message => message.RoomId).RequiredText("room_id", Domain.Rooms.RoomId.MaxLength);
}

internal sealed class JoinRoomHandler(
    RoomMemberships memberships, RoomMetrics metrics, ILogger<JoinRoomHandler> logger)
    : IRequestHandler<JoinRoom, Reply>
{
    public async Task<Reply> Handle(JoinRoom message, CancellationToken cancellationToken)
    {
        var client = message.Sender.Room!;
        var room = new Domain.Rooms.RoomId(message.RoomId!);
        var entry = await memberships.JoinAsync(client, room, cancellationToken);
        metrics.Joined(entry.Outcome);
        if (!entry.Outcome.IsDone)
        {
            return Reply.From(entry.Outcome);
        }

        logger.RoomJoined(client.Id, entry.Others.Count);
        return message.Sender.SpeaksV1 ? Reply.With(MembersOf(room, entry)) : Reply.Nothing;
    }

    private static RoomMembers MembersOf(Domain.Rooms.RoomId room, RoomEntry entry) => new(
        room,
        [.. entry.Others.Select(member => new RoomMemberInfo(
            member.Client, member.User is { } user ? UserInfo.Of(user) : null))]);
}
