using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Push.Apns;

/// <summary>
/// VoIP pushes to iPhones. Each environment has one connection; both share the provider token. A certificate and a key
/// both stand for one app, so one gateway is one app.
/// </summary>
internal sealed class ApnsGateway : IPushGateway, IDisposable
{
    private readonly ApnsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ApnsGateway> _logger;
    private readonly ProviderToken? _providerToken;
    private readonly PushLink _production;
    private readonly PushLink _development;

    public ApnsGateway(ApnsOptions options, TimeProvider time, ILogger<ApnsGateway> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _providerToken = options.Credentials is ApnsCredentials.SigningKey key ? new(key, time) : null;
        _production = new(() => ApnsHandler.Open(options), time);
        _development = AreOne ? _production : new(() => ApnsHandler.Open(options), time);
    }

    public DeviceOs Serves => DeviceOs.Ios;

    /// <summary>Whether both environments are the same stand-in, which then knows every token or none.</summary>
    private bool AreOne => _options.ProductionEndpoint == _options.DevelopmentEndpoint;

    public Task<PushAnswer> SendAsync(Device device, PushMessage message, CancellationToken cancellationToken) =>
        PushAttempt.RunAsync(
            device,
            message,
            _options.AttemptTimeout,
            token => AttemptAsync(device, message, token),
            _logger,
            cancellationToken);

    public void Dispose()
    {
        _production.Dispose();
        _development.Dispose();
    }

    private async Task<PushAnswer> AttemptAsync(Device device, PushMessage message, CancellationToken cancellationToken)
    {
        if (!message.MayBegin(_time.GetUtcNow()))
        {
            return new PushAnswer.NotNow(PushReasons.RingOver);
        }

        // Segments that a URI takes for directions; nothing that Apple gave out looks like one.
        if (device.Token is "." or "..")
        {
            return new PushAnswer.DeadToken(ApnsAnswer.BadDeviceToken);
        }

        if (ApnsPayload.Write(message) is not { } body)
        {
            return new PushAnswer.Refused(PushReasons.PayloadTooLarge);
        }

        var push = new Push(device, message, body);
        if (AreOne || device.Environment is not null)
        {
            return await AskAsync(push, device.Environment ?? _options.FirstAsked, cancellationToken);
        }

        return await FindAsync(push, cancellationToken);
    }

    /// <summary>Nobody said which environment knows the device: asks one, and where that has never heard of it the other.</summary>
    private async Task<PushAnswer> FindAsync(Push push, CancellationToken cancellationToken)
    {
        var first = _options.FirstAsked;
        var answer = await AskAsync(push, first, cancellationToken);
        if (answer is not PushAnswer.DeadToken { Reason: ApnsAnswer.BadDeviceToken or ApnsAnswer.DeviceTokenNotForTopic } dead)
        {
            return answer is PushAnswer.Delivered ? new PushAnswer.Delivered(first) : answer;
        }

        if (!push.Message.MayBegin(_time.GetUtcNow(), again: true))
        {
            // Half an answer is none: the token may well live in the environment that was not asked.
            return new PushAnswer.NotNow(dead.Reason);
        }

        var other = first == ApnsEnvironment.Production ? ApnsEnvironment.Development : ApnsEnvironment.Production;
        answer = await AskAsync(push, other, cancellationToken);
        return answer is PushAnswer.Delivered ? new PushAnswer.Delivered(other) : answer;
    }

    private async Task<PushAnswer> AskAsync(
        Push push, ApnsEnvironment environment, CancellationToken cancellationToken)
    {
        var token = _providerToken?.Current();
        var answer = await RequestAsync(push, environment, token, cancellationToken);
        return answer is PushAnswer.Refused { Reason: ApnsAnswer.ExpiredProviderToken }
            && token is not null
            && push.Message.MayBegin(_time.GetUtcNow(), again: true)
            && _providerToken!.TryReplace(token)
                ? await RequestAsync(push, environment, _providerToken.Current(), cancellationToken)
                : answer;
    }

    private async Task<PushAnswer> RequestAsync(
        Push push, ApnsEnvironment environment, string? token, CancellationToken cancellationToken)
    {
        var link = environment == ApnsEnvironment.Production ? _production : _development;
        using var request = ApnsRequest.Of(
            _options.EndpointOf(environment),
            _options.BundleId,
            push.Device,
            push.Message,
            token,
            _time.GetUtcNow());
        var reply = await link.SendAsync(request, push.Body, cancellationToken);
        if (reply.Fault is { } fault)
        {
            return fault;
        }

        var answer = ApnsAnswer.Of(reply);
        if (answer is PushAnswer.NotNow && (int)reply.Status != 429)
        {
            // Apple's advice for these is a new connection: another server behind the same name.
            link.Renew(reply.Connection);
        }

        return answer;
    }

    private sealed record Push(Device Device, PushMessage Message, byte[] Body);
}
