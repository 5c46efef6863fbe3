using Goring.Web.Transport;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>Puts a <see cref="TransportStream"/> below the WebSocket of a request.</summary>
internal sealed class TransportUpgrade(
    IHttpUpgradeFeature inner,
    IConnectionTransportFeature transport,
    IConnectionLifetimeFeature lifetime,
    SocketConnection? connection,
    SocketClock clock) : IHttpUpgradeFeature
{
    /// <summary>Null before the upgrade.</summary>
    public TransportStream? Stream { get; private set; }

    /// <summary>
    /// What the stream is on, where that is the socket itself: then the request has no part in it any more and is to end, and whoever
    /// has the socket disposes of it. Null where the socket is the server's for as long as the request runs.
    /// </summary>
    public TakenSocket? Taken { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        // Behind it the answer is sent, and the server neither reads nor writes any more.
        await inner.UpgradeAsync();
        Taken = connection?.TakeOver();
        return Stream = Taken is null ? new(transport.Transport, lifetime.Abort, clock) : new(Taken.Transport, Taken.Abort, clock);
    }

    /// <summary>For the pipeline, in front of what accepts WebSockets. A server that shows no transport has its own stream.</summary>
    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        var features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && features.Get<IConnectionTransportFeature>() is { } transport
            && features.Get<IConnectionLifetimeFeature>() is { } lifetime)
        {
            var connection = features.Get<SocketConnection>();
            features.Set<IHttpUpgradeFeature>(new TransportUpgrade(
                upgrade,
                transport,
                lifetime,
                connection?.IsBehind(transport.Transport) == true ? connection : null,
                context.RequestServices.GetRequiredService<SocketClock>()));
        }

        return next(context);
    }
}
