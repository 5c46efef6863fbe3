using Goring.Application.Connections;

namespace Goring.Web.Signaling;

/// <summary>Has all sockets look at their tokens, in one round: an idle socket costs no timer.</summary>
internal sealed class TokenSweep(ConnectionRegistry registry, ConnectionSettings settings, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.TokenSweep, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                registry.CheckTokens(time.GetUtcNow());
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
