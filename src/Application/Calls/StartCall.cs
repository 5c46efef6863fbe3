using System.Text;
using System.Text.Json;
using FluentValidation;
using Goring.Application.Ports;
using Goring.Application.Protocol;
using Goring.Application.Push;
using Goring.Domain.Calls;
using Goring.Domain.Devices;
using Goring.Domain.Shared;
using Goring.Domain.Users;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Goring.Application.Calls;

/// <summary><c>call.start</c>: rings the callee; the caller hears <c>call.ringing</c>.</summary>
public sealed record StartCall : ClientMessage
{
    public string? CalleeId { get; set; }

    public string? CalleeDeviceToken { get; set; }

    public string? CalleeOs { get; set; }

    /// <summary><c>audio</c> or <c>video</c>; what a <c>goring.v1</c> caller tells the callee (docs/protocol.md, part 3).</summary>
    public JsonElement? Media { get; set; }

    /// <summary>An object of at most 4 KiB; handed on as it is.</summary>
    public JsonElement? Metadata { get; set; }

    public override bool IsPlainlySound =>
        CalleeId is { Length: > 0 and <= UserId.MaxLength } id
        && char.IsAsciiLetterOrDigit(id[0])
        && id != Sender.Id.Value
        && CalleeDeviceToken is null
        && CalleeOs is null
        && Media is null
        && Metadata is null;

    public override bool AnswersWithState => true;

    private SessionId? _session;

    /// <summary>The session that it begins.</summary>
    internal override SessionId? SessionAt(DateTimeOffset now) => _session ??= SessionId.New(now);
}

internal sealed class StartCallValidator : AbstractValidator<StartCall>
{
    private const int MaxMetadataBytes = 4096;

    public StartCallValidator()
    {
        RuleFor(message => message.CalleeId)
            .RequiredText("callee_id", UserId.MaxLength)
            .Must(static (message, callee) => callee != message.Sender.Id.Value)
            .WithMessage("payload.callee_id must not be your own id");
        RuleFor(message => message.CalleeDeviceToken).MaxLength("callee_device_token", Device.MaxTokenLength);
        When(message => message.Sender.SpeaksV1, () =>
        {
            RuleFor(message => message.Media)
                .Must(static media => media is not { } value || IsMedia(value))
                .WithMessage("payload.media must be audio or video");
            RuleFor(message => message.Metadata)
                .Must(static metadata => metadata is not { } value || IsMetadata(value))
                .WithMessage($"payload.metadata must be an object of at most {MaxMetadataBytes} bytes");
        });
        RuleFor(message => message.CalleeOs)
            .Must(static os => string.IsNullOrEmpty(os) || CallNames.ParseOs(os) is not null)
            .WithMessage("payload.callee_os must be android or ios");
    }

    private static bool IsMedia(JsonElement media) =>
        media.ValueKind == JsonValueKind.String
        && IsText(media)
        && (media.ValueEquals("audio"u8) || media.ValueEquals("video"u8));

    private static bool IsMetadata(JsonElement metadata) =>
        metadata.ValueKind == JsonValueKind.Object
        && Encoding.UTF8.GetByteCount(metadata.GetRawText()) <= MaxMetadataBytes
        && IsText(metadata);

    /// <summary>Whether it can be written again: half of a surrogate pair is JSON, and no text.</summary>
    private static bool IsText(JsonElement json)
    {
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        try
        {
            json.WriteTo(nowhere);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

internal sealed class StartCallHandler(
    ICallStore calls,
    ICallQuota quota,
    PushServices push,
    AbandonedCalls abandoned,
    CallOptions options,
    CallMetrics metrics,
    TimeProvider time,
    ILogger<StartCallHandler> logger)
    : IRequestHandler<StartCall, Reply>
{
    public async Task<Reply> Handle(StartCall message, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await StartAsync(message, cancellationToken);
            metrics.Started((reply as Reply.Refusal)?.Code);
            return reply;
        }
        catch (StoreUnavailableException)
        {
            metrics.Started(ErrorCode.InternalError);
            throw;
        }
    }

    private async ValueTask<Reply> StartAsync(StartCall message, CancellationToken cancellationToken)
    {
        var caller = message.Sender.User;
        if (!quota.TryTake(caller.Id))
        {
            return Reply.Refused(ErrorCode.RateLimited, "too many calls in a minute, wait a little");
        }

        var callee = new UserId(message.CalleeId!);
        var now = time.GetUtcNow();
        var call = new CallSession(
            message.SessionAt(now)!.Value, caller.Id, callee, CallState.Ringing, now, CallerProfile: caller);

        var outcome = await StartAsync(call, message, cancellationToken);
        if (!outcome.IsDone)
        {
            return Reply.From(outcome);
        }

        logger.CallStarted(call.Id, caller.Id, callee);
        return Reply.With(new CallRinging(call.Id, callee));
    }

    private async ValueTask<Outcome> StartAsync(
        CallSession call, StartCall message, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.StartAsync(
                call, options.RingTimeout, RingFor(call, message), PushFor(message), cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            abandoned.Add(call.Id, message.Sender.User);
            throw;
        }
    }

    /// <summary>Null where no push service is configured.</summary>
    private PushRequest? PushFor(StartCall message)
    {
        if (push.Reachable.Count == 0)
        {
            return null;
        }

        var named = !string.IsNullOrEmpty(message.CalleeDeviceToken) && CallNames.ParseOs(message.CalleeOs) is { } os
            ? new Device(message.CalleeDeviceToken, os)
            : null;
        var caller = message.Sender.User;
        return new(push.Reachable, named, message.Sender.SpeaksV1
            ? new(caller, message.Media?.GetString(), message.Metadata?.GetRawText())
            : new(caller));
    }

    private static RingFrames RingFor(CallSession call, StartCall message)
    {
        var ring = new CallRing(call.Id, call.Caller, UserInfo.Of(message.Sender.User));
        var basic = WireFrame.Of(ring);
        return message.Sender.SpeaksV1 && (message.Media is not null || message.Metadata is not null)
            ? new(basic, WireFrame.Of(ring with { Media = message.Media?.GetString(), Metadata = message.Metadata }))
            : new(basic, basic);
    }
}
