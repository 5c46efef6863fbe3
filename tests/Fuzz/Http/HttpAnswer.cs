using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Goring.Fuzz.Http;

/// <summary>The status that a server answers some bytes with.</summary>
internal static class HttpAnswer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    /// <param name="mayHaveNoEnd">Whether the server, where it does not answer soon, is told that no more comes.</param>
    /// <returns>0 where it closes without an answer.</returns>
    /// <exception cref="OperationCanceledException">It neither answers nor closes.</exception>
    public static async Task<int> ToAsync(int port, byte[] request, bool mayHaveNoEnd = false)
    {
        using var bound = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), bound.Token);
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += await socket.SendAsync(request.AsMemory(sent), bound.Token);
            }
        }
        catch (SocketException)
        {
            // Closed while we sent: an answer may be there all the same.
        }

        var answer = StatusAsync(socket, bound.Token);
        if (mayHaveNoEnd && await Task.WhenAny(answer, Task.Delay(Soon, bound.Token)) != answer && socket.Connected)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return await answer;
    }

    private static async Task<int> StatusAsync(Socket socket, CancellationToken bound)
    {
        var head = new byte[12];
        try
        {
            for (var length = 0; length < head.Length;)
            {
                var received = await socket.ReceiveAsync(head.AsMemory(length), bound);
                if (received == 0)
                {
                    return 0;
                }

                length += received;
            }
        }
        catch (SocketException)
        {
            return 0;
        }

        return int.TryParse(Encoding.ASCII.GetString(head, 9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : -1;
    }
}
