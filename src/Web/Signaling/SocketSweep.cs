using Goring.Application.Connections;

namespace Goring.Web.Signaling;

/// <summary>Has all sockets do what time brings, in one round: an idle socket costs no timer.</summary>
internal sealed class SocketSweep(ConnectionRegistry registry, ConnectionSettings settings, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Sweep, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                registry.CheckAll(time.GetUtcNow());
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
