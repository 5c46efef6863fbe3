namespace Goring.Web.Signaling;

/// <summary>Has all sockets do what time brings, in rounds: an idle socket costs no timer.</summary>
internal sealed class SocketSweep(SocketRounds rounds, ConnectionSettings settings, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Sweep, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                rounds.Run();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
