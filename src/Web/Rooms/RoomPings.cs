using Goring.Application.Protocol;
using Goring.Application.Rooms;

namespace Goring.Web.Rooms;

/// <summary>
/// Sends <c>ping</c> to every client of rooms, all in one round: clients and proxies see that the connection lives.
/// Those that are dead are found by the WebSocket's own pings.
/// </summary>
internal sealed class RoomPings(RoomClients clients, RoomSettings settings, TimeProvider time) : BackgroundService
{
    private static readonly ReadOnlyMemory<byte> Ping = WireFrame.Of(new RoomPing());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.PingInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var client in clients.Snapshot())
                {
                    client.Send(Ping);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}
