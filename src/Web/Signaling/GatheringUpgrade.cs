using Microsoft.AspNetCore.Http.Features;

namespace Goring.Web.Signaling;

/// <summary>Puts a <see cref="GatheringStream"/> below the WebSocket of a request.</summary>
internal sealed class GatheringUpgrade(IHttpUpgradeFeature inner, SocketClock clock) : IHttpUpgradeFeature
{
    /// <summary>Null before the upgrade.</summary>
    public GatheringStream? Stream { get; private set; }

    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    public async Task<Stream> UpgradeAsync() => Stream = new(await inner.UpgradeAsync(), clock);

    /// <summary>For the pipeline, in front of what accepts WebSockets.</summary>
    public static Task UseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            context.Features.Set<IHttpUpgradeFeature>(
                new GatheringUpgrade(upgrade, context.RequestServices.GetRequiredService<SocketClock>()));
        }

        return next(context);
    }
}
