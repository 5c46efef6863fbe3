using System.Text.Json.Serialization;
using FluentValidation;
using Goring.Application.Protocol;
using Goring.Domain.Shared;
using MediatR;

namespace Goring.Application.Rooms;

/// <summary>
/// <c>offer</c>, <c>answer</c>, <c>ice-candidate</c>: to one other member of the sender's room, as it came but for
/// <c>client_id</c>, which names the target on the way in and the sender on the way out.
/// </summary>
public abstract record RoomSignal : ClientMessage, IRelayed
{
    public string? ClientId { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public ReadOnlyMemory<byte> WireType { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Payload { get; set; }
}

/// <summary>A message whose payload is a session description: <c>sdp</c>, not blank.</summary>
public abstract record RoomDescription : RoomSignal
{
    public PresentText? Sdp { get; init; }
}

/// <summary><c>offer</c>.</summary>
public sealed record RoomOffer : RoomDescription;

/// <summary><c>answer</c>.</summary>
public sealed record RoomAnswer : RoomDescription;

/// <summary><c>ice-candidate</c>: one trickled candidate. An empty <c>candidate</c> is the end of candidates.</summary>
public sealed record RoomCandidate : RoomSignal
{
    public PresentText? Candidate { get; init; }

    [JsonPropertyName("sdpMid")]
    public PresentText? SdpMid { get; init; }

    [JsonPropertyName("sdpMLineIndex")]
    public double? SdpMLineIndex { get; init; }
}

internal abstract class RoomSignalValidator<TMessage> : AbstractValidator<TMessage>
    where TMessage : RoomSignal
{
    protected RoomSignalValidator() =>
        RuleFor(message => message.ClientId)
            .RequiredText("client_id", Domain.Rooms.ClientId.MaxLength)
            .Must(static (message, target) => target != message.Sender.Room!.Id.Value)
            .WithMessage("payload.client_id must not be your own id");
}

internal abstract class RoomDescriptionValidator<TMessage> : RoomSignalValidator<TMessage>
    where TMessage : RoomDescription
{
    protected RoomDescriptionValidator() => RuleFor(message => message.Sdp).RequiredText("sdp");
}

internal sealed class RoomOfferValidator : RoomDescriptionValidator<RoomOffer>;

internal sealed class RoomAnswerValidator : RoomDescriptionValidator<RoomAnswer>;

internal sealed class RoomCandidateValidator : RoomSignalValidator<RoomCandidate>
{
    public RoomCandidateValidator() =>
        RuleFor(message => message.Candidate).NotNull().WithMessage("payload.candidate is required");
}

internal abstract class RoomSignalHandler<TMessage>(RoomMemberships memberships) : IRequestHandler<TMessage, Reply>
    where TMessage : RoomSignal
{
    public async Task<Reply> Handle(TMessage message, CancellationToken cancellationToken)
    {
        var sender = message.Sender.Room!;
        var frame = RoomSignalFrame.Of(message, sender.Id);
        var outcome = await memberships.RelayAsync(
            sender, new Domain.Rooms.ClientId(message.ClientId!), frame, cancellationToken);
        return outcome.Error switch
        {
            ErrorCode.InvalidState => Reply.Refused(ErrorCode.InvalidState, "you are in no room"),
            ErrorCode.UserOffline => Reply.Refused(ErrorCode.UserOffline, "there is no such client in your room"),
            _ => Reply.From(outcome),
        };
    }
}

internal sealed class RoomOfferHandler(RoomMemberships memberships) : RoomSignalHandler<RoomOffer>(memberships);

internal sealed class RoomAnswerHandler(RoomMemberships memberships) : RoomSignalHandler<RoomAnswer>(memberships);

internal sealed class RoomCandidateHandler(RoomMemberships memberships)
    : RoomSignalHandler<RoomCandidate>(memberships);
