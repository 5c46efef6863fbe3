using Goring.Application.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Goring.Web.Health;

internal sealed class StoreCheck(IStoreHealth store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await store.IsHealthyAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}
