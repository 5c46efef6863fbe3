using System.Net.WebSockets;
using Goring.Application.Telemetry;

namespace Goring.Web.Signaling;

/// <summary>Sends what is queued for one client; frames that are ready together go out in one write.</summary>
/// <param name="stream">What stands below the socket; null where it cannot gather.</param>
internal sealed class FrameSender(
    WebSocket socket, TransportStream? stream, OutboundQueue queue, MessageMetrics messages)
{
    /// <summary>Until nothing is ready.</summary>
    public async ValueTask SendReadyAsync()
    {
        var holds = false;
        while (queue.TryTake(out var frame, out var more))
        {
            if (more && !holds && stream is not null)
            {
                stream.Hold();
                holds = true;
            }

            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            messages.Sent(frame.Span);
            if (holds && (!more || stream!.IsFull))
            {
                await stream!.ReleaseAsync();
                holds = false;
            }
        }
    }
}
