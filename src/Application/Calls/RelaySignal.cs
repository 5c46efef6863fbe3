using System.Text.Json.Serialization;
using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Domain.Calls;
using Goring.Domain.Shared;
using MediatR;

namespace Goring.Application.Calls;

/// <summary>
/// <c>webrtc.*</c>, by either once the call is accepted: the payload goes to the peer as it came, fields that the
/// server does not know included.
/// </summary>
public abstract record RelaySignal : SessionMessage, IRelayed
{
    /// <inheritdoc/>
    [JsonIgnore]
    public ReadOnlyMemory<byte> WireType { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>Candidates come in bursts, which the store can take together.</summary>
    public override bool MayOverlap => true;
}

/// <summary>A message whose payload is a session description (RFC 8829): <c>sdp</c>, not blank.</summary>
public abstract record RelayDescription : RelaySignal
{
    private PresentText? _sdp;

    public PresentText? Sdp { get => _sdp; set => _sdp = value; }

    public override bool IsPlainlySound => NamesASession && Sdp is { IsBlank: false };

    private protected override PlainField ReadField(ref PlainReader reader) =>
        reader.IsAt("sdp"u8) ? reader.Take(ref _sdp) : base.ReadField(ref reader);
}

/// <summary><c>webrtc.offer</c>.</summary>
public sealed record RelayOffer : RelayDescription;

/// <summary><c>webrtc.answer</c>.</summary>
public sealed record RelayAnswer : RelayDescription;

/// <summary>
/// <c>webrtc.ice</c>: one trickled candidate (RFC 8838). An empty <c>candidate</c> is the end of candidates.
/// </summary>
public sealed record RelayCandidate : RelaySignal
{
    private PresentText? _candidate;
    private PresentText? _sdpMid;
    private double? _sdpMLineIndex;

    public PresentText? Candidate { get => _candidate; set => _candidate = value; }

    [JsonPropertyName("sdpMid")]
    public PresentText? SdpMid { get => _sdpMid; set => _sdpMid = value; }

    [JsonPropertyName("sdpMLineIndex")]
    public double? SdpMLineIndex { get => _sdpMLineIndex; set => _sdpMLineIndex = value; }

    public override bool IsPlainlySound => NamesASession && Candidate is not null;

    private protected override PlainField ReadField(ref PlainReader reader) =>
        reader.IsAt("candidate"u8) ? reader.Take(ref _candidate)
        : reader.IsAt("sdpMid"u8) ? reader.Take(ref _sdpMid)
        : reader.IsAt("sdpMLineIndex"u8) ? reader.Take(ref _sdpMLineIndex)
        : base.ReadField(ref reader);
}

internal abstract class RelayDescriptionValidator<TMessage> : SessionMessageValidator<TMessage>
    where TMessage : RelayDescription
{
    protected RelayDescriptionValidator() =>
        RuleFor(message => message.Sdp).RequiredText("sdp");
}

internal sealed class RelayOfferValidator : RelayDescriptionValidator<RelayOffer>;

internal sealed class RelayAnswerValidator : RelayDescriptionValidator<RelayAnswer>;

internal sealed class RelayCandidateValidator : SessionMessageValidator<RelayCandidate>
{
    public RelayCandidateValidator() =>
        RuleFor(message => message.Candidate).NotNull().WithMessage("payload.candidate is required");
}

internal abstract class RelaySignalHandler<TMessage>(ICallStore calls) : IRequestHandler<TMessage, Reply>
    where TMessage : RelaySignal
{
    public Task<Reply> Handle(TMessage message, CancellationToken cancellationToken)
    {
        var frame = WireFrame.Relay(message.WireType.Span, message.Payload.Span);
        var outcome = calls.ApplyAsync(
            message.Session, CallTransition.Relay, message.Sender.User, frame, cancellationToken);
        return outcome is { IsCompletedSuccessfully: true, Result.IsDone: true } ? Reply.NothingTask : From(outcome);
    }

    private static async Task<Reply> From(ValueTask<Outcome> outcome) => Reply.From(await outcome);
}

internal sealed class RelayOfferHandler(ICallStore calls) : RelaySignalHandler<RelayOffer>(calls);

internal sealed class RelayAnswerHandler(ICallStore calls) : RelaySignalHandler<RelayAnswer>(calls);

internal sealed class RelayCandidateHandler(ICallStore calls) : RelaySignalHandler<RelayCandidate>(calls);
