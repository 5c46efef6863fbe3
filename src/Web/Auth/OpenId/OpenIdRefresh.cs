namespace Goring.Web.Auth.OpenId;

/// <summary>
/// Fetches the provider's keys from the start on and now and then, so that a new one is mostly known before a token
/// names it, and one that was withdrawn is forgotten. A start does not wait for it.
/// </summary>
internal sealed class OpenIdRefresh(OpenIdProvider provider, TimeProvider time) : BackgroundService
{
    /// <summary>How long a key that the provider has withdrawn is still taken, at most.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await provider.RefreshAsync(stoppingToken);
                await Task.Delay(provider.IsAway ? provider.Interval : Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
