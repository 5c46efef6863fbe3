using System.Net;
using System.Net.Http.Headers;
using Goring.Application.Ports;
using Goring.Application.Push;
using Goring.Domain.Devices;
using Microsoft.Extensions.Logging;

namespace Goring.Infrastructure.Push.Fcm;

/// <summary>Pushes to Android phones over FCM HTTP v1: one connection, one access token.</summary>
internal sealed class FcmGateway : IPushGateway, IDisposable
{
    /// <summary>HTTP/2 with TLS is one connection; a plain stand-in speaks HTTP/1.1, a request a connection at a time.</summary>
    private const int MostPlainConnections = 256;

    private readonly FcmOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<FcmGateway> _logger;
    private readonly FcmAccess _access;
    private readonly PushLink _link;
    private readonly Uri _send;

    public FcmGateway(FcmOptions options, TimeProvider time, ILogger<FcmGateway> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _access = new(options.Account, options.TokenTimeout, time);
        _link = new(Open, time);
        _send = new(
            $"{options.Endpoint.AbsoluteUri.TrimEnd('/')}/v1/projects/{Uri.EscapeDataString(options.ProjectId)}/messages:send");
    }

    public DeviceOs Serves => DeviceOs.Android;

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
        _link.Dispose();
        _access.Dispose();
    }

    private async Task<PushAnswer> AttemptAsync(Device device, PushMessage message, CancellationToken cancellationToken)
    {
        if (FcmPayload.DataOf(message) is not { } data)
        {
            return new PushAnswer.Refused(PushReasons.PayloadTooLarge);
        }

        var (first, otherwise) = await _access.GetAsync(cancellationToken);
        if (first is null)
        {
            return otherwise!;
        }

        // After the wait for a token, which may have taken the rest of the ring.
        if (!message.MayBegin(_time.GetUtcNow()))
        {
            return new PushAnswer.NotNow(PushReasons.RingOver);
        }

        var (answer, status) = await RequestAsync(device, message, data, first, cancellationToken);
        if (status != HttpStatusCode.Unauthorized
            || answer is PushAnswer.Refused { Reason: FcmAnswer.ThirdPartyAuthError }
            || !_access.TryDrop(first))
        {
            return answer;
        }

        var (second, why) = await _access.GetAsync(cancellationToken);
        if (second is null)
        {
            return why!;
        }

        return message.MayBegin(_time.GetUtcNow(), again: true)
            ? (await RequestAsync(device, message, data, second, cancellationToken)).Answer
            : answer;
    }

    private async Task<(PushAnswer Answer, HttpStatusCode Status)> RequestAsync(
        Device device,
        PushMessage message,
        IReadOnlyDictionary<string, string> data,
        string accessToken,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _send)
        {
            // Without TLS there is nothing to agree on HTTP/2 with, and lower is what remains.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);

        var body = FcmPayload.Write(device, message, data, _time.GetUtcNow());
        var reply = await _link.SendAsync(request, body, cancellationToken);
        return reply.Fault is { } fault ? (fault, default) : (FcmAnswer.Of(reply), reply.Status);
    }

    private static SocketsHttpHandler Open()
    {
        var handler = PushHandlers.OneConnection(PushHandlers.PingDelay, PushHandlers.PingTimeout);
        handler.MaxConnectionsPerServer = MostPlainConnections;
        return handler;
    }
}
