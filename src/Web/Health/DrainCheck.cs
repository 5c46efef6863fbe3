using Goring.Web.Signaling;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Goring.Web.Health;

internal sealed class DrainCheck(DrainState drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(drain.IsDraining ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
