using Goring.Application.Connections;
using Goring.Web.Edge;

namespace Goring.Web.Signaling;

/// <summary>
/// What happens on SIGTERM, before anything else of the host stops: no new sockets, not ready, and every open socket
/// closed with 1012, spread over <c>DRAIN_SECONDS</c> so that the clients do not all reconnect at once.
/// </summary>
internal sealed class Drain(
    DrainState state,
    ConnectionRegistry registry,
    SocketAdmission admission,
    ConnectionSettings settings,
    TimeProvider time,
    ILogger<Drain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        state.Begin();
        var open = registry.Snapshot().ToArray();
        logger.Draining(open.Length, settings.Drain.TotalSeconds);
        Random.Shared.Shuffle(open);
        try
        {
            await CloseAllAsync(open, cancellationToken);
            await WaitUntilGoneAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host's patience is over: what is left is cut with the process.
        }

        logger.Drained(registry.Count);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CloseAllAsync(IClientSocket[] open, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        using var timer = new PeriodicTimer(Tick, time);
        var closed = 0;
        while (closed < open.Length)
        {
            var share = settings.Drain == TimeSpan.Zero ? 1 : time.GetElapsedTime(begun) / settings.Drain;
            var due = Math.Min(open.Length, (int)Math.Ceiling(open.Length * share));
            for (; closed < due; closed++)
            {
                open[closed].Close(CloseReason.Restarting);
            }

            if (closed < open.Length)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    private async Task WaitUntilGoneAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);

        // Whoever has left the registry still gives up what it has in the store.
        while (registry.Count > 0 || admission.Inside > 0)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
