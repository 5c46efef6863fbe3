using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Goring.Application.Telemetry;

namespace Goring.Web.Observability;

/// <summary>
/// What becomes of handshakes, whoever answers them. A span ends with the answer, not with the socket; nothing of the
/// request's address but its path stands in it, since a token may.
/// </summary>
internal sealed class HandshakeTelemetry(GoringMeter meter)
{
    private readonly Counter<long> _refused = meter.Count(
        "goring.handshakes.refused", "{handshake}", "Requests for a socket that were not upgraded, by HTTP status.");

    /// <summary>The trace that the client says it belongs to (W3C Trace Context), or none.</summary>
    public static ActivityContext CallerOf(HttpContext context) =>
        ActivityContext.TryParse(
            context.Request.Headers.TraceParent, context.Request.Headers.TraceState, isRemote: true, out var caller)
            ? caller
            : default;

    public void Watch(HttpContext context)
    {
        if (EndpointOf(context.Request.Path) is not { } endpoint || !(_refused.Enabled || Tracing.IsOn))
        {
            return;
        }

        var surrounding = Activity.Current;
        var span = Tracing.Handshake(endpoint == "rooms" ? "GET /connect" : "GET /ws", CallerOf(context));

        // What the socket does later is no part of its handshake.
        Activity.Current = surrounding;
        context.Response.OnStarting(() =>
        {
            Answered(endpoint, context.Response.StatusCode);
            span?.SetTag("http.response.status_code", context.Response.StatusCode);
            span?.Stop();
            return Task.CompletedTask;
        });
    }

    private static string? EndpointOf(PathString path) => path.Value switch
    {
        "/ws" => "calls",
        "/connect" => "rooms",
        _ => null,
    };

    private void Answered(string endpoint, int status)
    {
        if (status != StatusCodes.Status101SwitchingProtocols)
        {
            _refused.Add(1, new("endpoint", endpoint), new("status", status.ToString(CultureInfo.InvariantCulture)));
        }
    }
}

/// <summary>Puts it in front of what answers handshakes.</summary>
internal static class HandshakeTelemetryExtensions
{
    public static void UseHandshakeTelemetry(this WebApplication app)
    {
        var handshakes = app.Services.GetRequiredService<HandshakeTelemetry>();
        app.Use((context, next) =>
        {
            handshakes.Watch(context);
            return next(context);
        });
    }
}
