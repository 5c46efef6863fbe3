using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>Puts a <see cref="TransportStream"/> below the WebSocket of a request.</summary>
internal sealed class TransportUpgrade(
    IHttpUpgradeFeature inner, IDuplexPipe transport, Action abort, SocketClock clock) : IHttpUpgradeFeature
{
    /// <summary>Null before the upgrade.</summary>
    public TransportStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync()
    {
        // Behind it the answer is sent, and the server neither reads nor writes any more.
        await inner.UpgradeAsync();
        return Stream = new(transport, abort, clock);
    }

    /// <summary>For the pipeline, in front of what accepts WebSockets. A server that shows no transport has its own stream.</summary>
    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        var features = context.Features;
        if (features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && features.Get<IConnectionTransportFeature>() is { Transport: { } transport }
            && features.Get<IConnectionLifetimeFeature>() is { } lifetime)
        {
            features.Set<IHttpUpgradeFeature>(new TransportUpgrade(
                upgrade, transport, lifetime.Abort, context.RequestServices.GetRequiredService<SocketClock>()));
        }

        return next(context);
    }
}
