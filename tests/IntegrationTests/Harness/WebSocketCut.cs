using System.Net.WebSockets;

namespace Goring.IntegrationTests.Harness;

internal static class WebSocketCut
{
    /// <summary>
    /// Cuts the connection without a word, at whatever moment. <see cref="WebSocket.Abort"/> of .NET 10 throws where
    /// the reader sees the connection's end at the same moment: its stream gives its connection up between the look at
    /// it and its disposal (<c>HttpContentStream.Dispose</c>). The connection is gone either way.
    /// </summary>
    public static void Cut(this WebSocket socket)
    {
        try
        {
            socket.Abort();
        }
        catch (NullReferenceException)
        {
            // The reader was faster.
        }
    }
}
