using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Goring.Web.Health;

/// <summary>
/// <c>/health</c> and <c>/health/ready</c>: 200 when the server takes connections and its store works, else 503.
/// <c>/health/live</c>: 200 as long as the process answers; it never asks the store, since a restart would not mend that.
/// </summary>
internal static class HealthEndpoints
{
    public static void AddGoringHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<StoreCheck>("store").AddCheck<DrainCheck>("drain");

    public static void MapGoringHealth(this IEndpointRouteBuilder routes)
    {
        var ready = new HealthCheckOptions { ResponseWriter = WriteAsync };
        routes.MapHealthChecks("/health", ready);
        routes.MapHealthChecks("/health/ready", ready);
        routes.MapHealthChecks(
            "/health/live", new HealthCheckOptions { ResponseWriter = WriteAsync, Predicate = _ => false });
    }

    /// <summary><c>{"status": "healthy", "checks": {"store": "healthy", ...}}</c>.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = Word(report.Status),
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)),
        },
        context.RequestAborted);

    private static string Word(HealthStatus status) => status == HealthStatus.Healthy ? "healthy" : "unhealthy";
}
